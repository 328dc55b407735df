namespace Clip.Text.Models;

/// <summary>Tokenizes one word. Implementations are immutable and thread-safe.</summary>
internal abstract class TokenModel
{
    /// <summary>The number of tokens, without added tokens.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>Appends the ids of a non-empty word.</summary>
    /// <exception cref="TokenizerException">
    /// A part of the word is unknown, and the file has no unknown token.
    /// </exception>
    public abstract void Tokenize(ReadOnlySpan<byte> word, IdList ids);

    /// <summary>The id of a token, or -1.</summary>
    public abstract int FindId(ReadOnlySpan<byte> token);

    /// <summary>The token with an id, or null.</summary>
    public abstract string? FindToken(int id);
}
