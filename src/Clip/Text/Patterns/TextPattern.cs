namespace Clip.Text.Patterns;

/// <summary>What a Split or Replace looks for in valid UTF-8 text. Implementations are immutable.</summary>
internal abstract class TextPattern
{
    /// <summary>The leftmost match that begins at or after <paramref name="from"/>.</summary>
    /// <param name="text">The whole text: what precedes <paramref name="from"/> counts for assertions.</param>
    /// <param name="from">Where to begin, on the border of a code point.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends; equal to <paramref name="start"/> where it is empty.</param>
    public abstract bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end);

    /// <summary>The same as a part of the search through a whole text, which may take only so long.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="search">The search so far; null before its first part, and for patterns that always take time in proportion.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <exception cref="TokenizerException">It takes too long.</exception>
    public virtual bool TryFind(ReadOnlySpan<byte> text, int from, ref PatternSearch? search, out int start, out int end) =>
        TryFind(text, from, out start, out end);

    /// <summary>All matches, one after the other.</summary>
    /// <param name="text">A whole text or a piece of one.</param>
    /// <param name="search">The search of the whole text, which all its pieces share; null before the first.</param>
    public PatternMatches Matches(ReadOnlySpan<byte> text, ref PatternSearch? search) => new(this, text, ref search);
}
