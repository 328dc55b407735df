using Clip.Text.Regex;

namespace Clip.Text.Patterns;

/// <summary>What Split and Replace search for in valid UTF-8 text. Implementations are immutable.</summary>
internal abstract class TextPattern
{
    /// <summary>Finds the leftmost match that begins at or after <paramref name="from"/>.</summary>
    /// <param name="text">The whole text; assertions look at what precedes <paramref name="from"/>.</param>
    /// <param name="from">Where to begin, on a code point boundary.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends; equal to <paramref name="start"/> for an empty match.</param>
    public abstract bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end);

    /// <summary>Finds the next match within a search that is limited in time as a whole.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="search">
    /// The search so far; null before its first match, and always for patterns that take linear time.
    /// </param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <exception cref="TokenizerException">The search takes too long.</exception>
    public virtual bool TryFind(
        ReadOnlySpan<byte> text, int from, ref RegexSearch? search, out int start, out int end) =>
        TryFind(text, from, out start, out end);

    /// <summary>All matches from left to right.</summary>
    /// <param name="text">A whole text or a piece of one.</param>
    /// <param name="search">The search through the whole text, shared by all its pieces; null before the first.</param>
    public PatternMatches Matches(ReadOnlySpan<byte> text, ref RegexSearch? search) => new(this, text, ref search);
}
