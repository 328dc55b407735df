namespace Clip.Server.Problems;

/// <summary>What the body of an error looks like.</summary>
internal enum ErrorShape
{
    /// <summary>Problem details (RFC 9457).</summary>
    Problem,

    /// <summary>
    /// Problem details with OpenAI's <c>error</c> object beside them, because some clients read only the one and some
    /// only the other. What cannot be used is 400 there, because several clients fail on 422.
    /// </summary>
    Embeddings,

    /// <summary>An object with a text named <c>error</c>, for clients of ollama and the like.</summary>
    Text,
}
