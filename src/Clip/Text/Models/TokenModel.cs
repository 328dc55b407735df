namespace Clip.Text.Models;

/// <summary>Turns one word into token ids. Implementations are immutable and thread-safe.</summary>
internal abstract class TokenModel
{
    /// <summary>How many tokens the model itself knows.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>Appends the ids of a word, which is not empty.</summary>
    /// <exception cref="TokenizerException">Part of the word is unknown and the file has no token for that.</exception>
    public abstract void Tokenize(ReadOnlySpan<byte> word, IdList ids);

    /// <summary>The id of a token, or -1.</summary>
    public abstract int FindId(ReadOnlySpan<byte> token);

    /// <summary>The token with an id, or null.</summary>
    public abstract string? FindToken(int id);
}
