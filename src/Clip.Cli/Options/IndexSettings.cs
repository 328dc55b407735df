namespace Clip.Cli.Options;

/// <summary>Which index a verb reads, and whether it is brought up to date first.</summary>
/// <param name="Location">Where the index is.</param>
/// <param name="Folder">
/// The folder that the verb is about, relative to the index's root and separated by <c>/</c>; empty for the root.
/// </param>
/// <param name="Update">How to bring it up to date; null to read it as it is.</param>
internal sealed record IndexSettings(IndexLocation Location, string Folder, IndexerOptions? Update)
{
    /// <summary>The library that names the folder; null where a path does.</summary>
    public string? Library { get; init; }

    /// <summary>The database that keeps the index, where a share of an exact answer is asked for.</summary>
    public (PostgresStore Store, double Share)? Recall { get; init; }

    /// <summary>The folder as a search takes it.</summary>
    public SearchedFolder Searched => new(Location, Folder);

    /// <summary>A filter for a search of several folders, whose globs are relative to each of them.</summary>
    /// <exception cref="ClipException">A glob is about another folder.</exception>
    public static PictureFilter? Within(IReadOnlyList<IndexSettings> folders, PictureFilter? filter)
    {
        var limited = folders.Select(folder => folder.Within(filter)).ToList();
        return limited.Count == 1 ? limited[0] : filter;
    }

    /// <summary>A filter that is also limited to the folder, with its globs relative to that.</summary>
    /// <exception cref="ClipException">A glob is about another folder.</exception>
    public PictureFilter? Within(PictureFilter? filter)
    {
        var place = new IndexPlace(Location, Folder);
        if (filter is { Globs.Count: > 0 })
            filter = filter with { Globs = [.. filter.Globs.Select(glob => RootedGlobs.Of(glob, place, "--glob"))] };
        return Folder.Length == 0 ? filter : (filter ?? new PictureFilter()) with { Folder = Folder };
    }
}
