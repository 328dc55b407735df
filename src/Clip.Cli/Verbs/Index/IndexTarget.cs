using System.CommandLine;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Index;

/// <summary>An index to bring up to date.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Paths">The files and folders to take in; empty for the whole folder.</param>
internal sealed record IndexTarget(IndexLocation Location, IReadOnlyList<string> Paths)
{
    /// <summary>The folders that have no index of their own and are taken into this one, as it names them.</summary>
    public IReadOnlyList<string> Enclosed { get; init; } = [];

    /// <summary>The object store that the pictures are in; null for a folder.</summary>
    public PictureBucket? Bucket { get; init; }

    /// <summary>
    /// The indexes that paths name. With <c>--in</c>, paths select parts of that folder. Without it, each folder has an
    /// index of its own, or is in that of a folder above it, and files go into the index of the folder that contains
    /// them.
    /// </summary>
    /// <exception cref="ClipException">
    /// A path does not exist, or one index directory is given for several folders.
    /// </exception>
    public static IReadOnlyList<IndexTarget> Of(string[] paths, IndexOptions options, ParseResult parsed)
    {
        if (paths.FirstOrDefault(static path => !Path.Exists(path)) is { } missing)
        {
            var shown = missing.Length == 0 ? "\"\"" : DisplayPath.Of(missing);
            throw new ClipException(shown, "does not exist", "check the path");
        }
        if (paths.Length == 0 && options.LibrariesOf(parsed) is { Count: > 1 } libraries)
        {
            return
            [
                .. libraries.Select(library => options.PlaceOf(library, parsed)).DistinctBy(
                    static place => (place.Location, place.Folder)).Select(static place => Of(place, [])),
            ];
        }
        if (paths.Length == 0 || options.FolderOf(parsed) is not null)
        {
            return [Of(options.PlaceOf(parsed), paths)];
        }
        var directory = options.DirectoryOf(parsed);
        if (paths.Length > 1 && directory is not null)
        {
            throw new ClipException(
                "--index-dir", "is one folder, but several are to be indexed",
                "index them one by one, or name their common folder with --in");
        }

        var folders = paths.Where(Directory.Exists).Select(path => options.PlaceOf(path, parsed))
            .GroupBy(static place => place.Location)
            .Select(static group => new IndexTarget(
                group.Key, group.Any(static place => place.Paths.Count == 0) ? [] : [.. group.SelectMany(Paths)])
            {
                Enclosed = [.. group.Select(static place => place.Folder).Where(static folder => folder.Length > 0)],
            });
        var files = paths.Where(File.Exists)
            .GroupBy(path => options.PlaceOf(Path.GetDirectoryName(Path.GetFullPath(path))!, parsed).Location)
            .Select(static group => new IndexTarget(group.Key, [.. group]));
        return [.. folders, .. files];

        static IReadOnlyList<string> Paths(IndexPlace place) => place.Paths;
    }

    /// <summary>The library of an object store's pictures, which only a database can keep.</summary>
    /// <exception cref="ClipException">There is no database, or there are other paths.</exception>
    public static IndexTarget Of(string address, string[] paths, PostgresStore? store, PictureBucket bucket)
    {
        if (paths.Length > 1)
            throw new ClipException(address, "is indexed alone", "name one object store at a time, and no folders");
        return store is not null
            ? new IndexTarget(store.LibraryOf(address), []) { Bucket = bucket }
            : throw new ClipException(address, "needs --store, the database that keeps its index");
    }

    /// <summary>Plans the work of a library of a database.</summary>
    /// <returns>How many pictures are planned.</returns>
    public Task<long> PlanAsync(
        ClipModel model, IndexerOptions options, Action<ClipException> report, CancellationToken cancellationToken) =>
        Bucket is { } bucket
            ? new StoreBucketIndexer(model, Location, bucket, options).PlanAsync(report, cancellationToken)
            : new StoreIndexer(model, Location, options).PlanAsync(report, cancellationToken);

    /// <summary>Brings the index up to date, wherever it is kept.</summary>
    public Task<IndexReport> UpdateAsync(
        ClipModel model, IndexerOptions options, IProgress<IndexProgress> progress, Action<ClipException> report,
        CancellationToken cancellationToken) =>
        Bucket is { } bucket
            ? new StoreBucketIndexer(model, Location, bucket, options).RunAsync(progress, report, cancellationToken)
            : Location.Store is not null
                ? new StoreIndexer(model, Location, options).RunAsync(progress, report, cancellationToken)
                : new Indexer(model, Location, options).RunAsync(progress, report, cancellationToken);

    private static IndexTarget Of(IndexPlace place, string[] paths) =>
        new(place.Location, paths.Length == 0 ? place.Paths : paths)
        {
            Enclosed = place.Folder.Length == 0 ? [] : [place.Folder],
        };
}
