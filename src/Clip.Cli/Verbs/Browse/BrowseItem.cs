namespace Clip.Cli.Verbs.Browse;

/// <summary>A picture of the grid.</summary>
/// <param name="File">Its full path, which identifies it.</param>
/// <param name="Shown">The path as it is shown.</param>
/// <param name="Folder">Its folder, relative to the index; empty for the root.</param>
/// <param name="Score">Its score; null in a list.</param>
/// <param name="Caption">Its first caption, or null.</param>
/// <param name="Date">When it was taken, as it is shown; null where that is unknown.</param>
internal sealed record BrowseItem(
    string File, string Shown, string Folder, float? Score, string? Caption, string? Date)
{
    /// <summary>A picture of which only the file is known.</summary>
    public static BrowseItem Of(string file) => new(file, file, "", null, null, null);
}
