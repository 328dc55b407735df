namespace Clip.Text.PreTokenizers;

/// <summary>What happens to the delimiters that a pattern matches.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}
