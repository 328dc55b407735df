namespace Clip.Cli.Showing;

/// <summary>A result as it is shown to a person.</summary>
/// <param name="Rank">Its position in the answer, from 1.</param>
/// <param name="Path">Its path as the user sees it.</param>
/// <param name="File">Its full path.</param>
/// <param name="Score">Its score; null in a list.</param>
/// <param name="Caption">Its first caption, or null.</param>
/// <param name="Captured">When it was taken, as it is shown; null where that is unknown.</param>
/// <param name="Position">Its position on an axis; null where there is none.</param>
internal sealed record ShownPicture(
    int Rank, string Path, string File, float? Score, string? Caption, string? Captured = null,
    double? Position = null);
