namespace Clip.Text.PreTokenizers;

/// <summary>What becomes of the delimiters that a pattern matches.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}
