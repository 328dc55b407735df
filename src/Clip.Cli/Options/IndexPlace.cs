using Clip.Files;

namespace Clip.Cli.Options;

/// <summary>An index, and the folder of it that the command line names.</summary>
/// <param name="Location">Where the index is.</param>
/// <param name="Folder">
/// The folder, relative to the index's root and separated by <c>/</c>; empty for the root itself.
/// </param>
internal sealed record IndexPlace(IndexLocation Location, string Folder)
{
    /// <summary>The library that names it; null where a path does.</summary>
    public string? Library { get; init; }

    /// <summary>What a run of the indexer covers; empty for the whole root.</summary>
    public IReadOnlyList<string> Paths => Folder.Length == 0 ? [] : [Location.Full(Folder)];

    /// <summary>Whether the folder lies in another one of the same index.</summary>
    public bool LiesIn(IndexPlace other) => Location == other.Location && Folder.Length > other.Folder.Length
        && (other.Folder.Length == 0 || Folder.StartsWith(other.Folder + "/", StringComparison.Ordinal));

    /// <summary>Limits a run of the indexer to the folder. Patterns of the command line are relative to it.</summary>
    public IndexerOptions Limit(IndexerOptions options)
    {
        var limited = options.Clone();
        limited.Paths = Paths;
        limited.Exclude = [.. options.Exclude.Select(glob => FromRoot(RootedGlobs.Of(glob, this, "--exclude")))];
        return limited;
    }

    /// <summary>A glob of names or paths in the folder as one of paths from the root.</summary>
    private string FromRoot(string glob)
    {
        if (Folder.Length == 0)
            return glob;
        var path = GlobEscapes.WithSlashes(glob);
        var isName = !path.AsSpan().TrimEnd('/').Contains('/');
        return $"/{GlobSyntax.Escape(Folder)}/{(isName ? "**/" : "")}{path.TrimStart('/')}";
    }
}
