using System.Collections.Concurrent;
using Clip.Catalog;
using Clip.Files;

namespace Clip.Postgres.Objects;

/// <summary>Objects of a bucket that were copied into a folder, under their paths, to be read as files.</summary>
internal sealed class FetchedObjects
{
    private const int Parallel = 16;

    private readonly PictureBucket _bucket;
    private readonly ConcurrentDictionary<string, ObjectStamp> _stamps = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<FailureRecord> _failures = [];

    // Two keys may name one file on Windows and macOS.
    private readonly ConcurrentDictionary<string, string> _claimed = new(Sidecar.NameComparer);

    private FetchedObjects(PictureBucket bucket, string root) => (_bucket, Root) = (bucket, root);

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The full paths of the copies, in the order of the objects.</summary>
    public string[] Files { get; private set; } = [];

    /// <summary>The objects that cannot be read.</summary>
    public IReadOnlyCollection<FailureRecord> Failures => _failures;

    /// <summary>Copies objects.</summary>
    /// <param name="bucket">Where they are.</param>
    /// <param name="paths">Their paths.</param>
    /// <param name="folder">Where the copies go.</param>
    /// <param name="report">Called with each that is gone or cannot be read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClipException">The object store cannot be reached or refuses everything.</exception>
    public static async Task<FetchedObjects> FetchAsync(
        PictureBucket bucket, IReadOnlyList<string> paths, string folder, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        var fetched = new FetchedObjects(bucket, folder);
        var turn = new Lock();
        await System.Threading.Tasks.Parallel.ForEachAsync(
            paths,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (path, stop) =>
            {
                if (await fetched.FetchAsync(path, stop).ConfigureAwait(false) is { } problem)
                {
                    lock (turn)
                        report(problem);
                }
            }).ConfigureAwait(false);
        fetched.Files = [.. paths.Where(fetched._stamps.ContainsKey).Select(fetched.FileOf)];
        return fetched;
    }

    /// <summary>What identifies an object; null where it was not copied.</summary>
    public FileStamp? StampOf(string path) => _stamps.TryGetValue(path, out var stamp) ? stamp.ToFileStamp() : null;

    /// <summary>What is wrong with a copy, said of its object.</summary>
    public ClipException Original(ClipException error)
    {
        var path = RelativePath.Of(Root, error.Subject);
        return RelativePath.IsOutside(path)
            ? error
            : new ClipException(_bucket.Shown(path), error.Problem, error.Remedy, error);
    }

    /// <inheritdoc cref="Original(ClipException)"/>
    public FailureRecord Original(FailureRecord failure) => _stamps.TryGetValue(failure.Path, out var stamp)
        ? failure with { Changed = stamp.Changed }
        : failure;

    private async Task<ClipException?> FetchAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = FileOf(path);
            if (_claimed.GetOrAdd(path, path) != path)
                throw new ObjectException(_bucket.Shown(path), "differs from another one only in capitals", null);
            MakeFolder(path, file);
            if (await _bucket.FetchAsync(path, file, cancellationToken).ConfigureAwait(false) is not { } stamp)
                return new ClipException(_bucket.Shown(path), "is gone since it was planned");
            _stamps[path] = stamp;
            return null;
        }
        catch (ObjectException error)
        {
            _failures.Add(new FailureRecord(path, 0, 0, error.Problem));
            return error;
        }
    }

    /// <exception cref="ObjectException">The path cannot be that of a file.</exception>
    /// <exception cref="ClipException">No folder can be made.</exception>
    private void MakeFolder(string path, string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            // A key may go on where another one ends, which no file can.
            if (Directory.Exists(file))
                throw new ObjectException(_bucket.Shown(path), "is a folder of other objects", null);
        }
        catch (PathTooLongException error)
        {
            throw new ObjectException(_bucket.Shown(path), ObjectErrors.Reason(error), error);
        }
        catch (IOException error) when (
            RelativePath.AnyLevel(path, level => level != path && File.Exists(FileOf(level))))
        {
            throw new ObjectException(_bucket.Shown(path), "has another object as its folder", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ObjectCopy.CannotWrite(file, error);
        }
    }

    private string FileOf(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));
}
