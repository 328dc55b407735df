using Clip.Files;
using Clip.Searching;
using Clip.Server.Mounting;
using Clip.Server.Problems;

namespace Clip.Server.Pictures;

/// <summary>
/// The files of pictures: their own, or temporary copies of those that lie in an archive or an object store, of which
/// few are made at a time. Thread-safe.
/// </summary>
internal sealed class PictureFiles : IDisposable
{
    private const int MostCopies = 8;

    private readonly SemaphoreSlim _turns = new(MostCopies);
    private readonly Lazy<TemporaryFolder> _copies = new(static () => TemporaryFolder.Create("clip-shown-"));
    private long _count;

    /// <summary>Whether a picture can be read.</summary>
    /// <param name="folder">The folder that it belongs to.</param>
    /// <param name="file">The picture.</param>
    /// <param name="path">Its own file; null where there is none.</param>
    public static bool IsAvailable(MountedFolder folder, FileRecord file, string? path) =>
        path is not null || PictureFileAccess.IsElsewhere(folder.Index, folder.Folder, file.Path);

    /// <summary>Requires that a picture can be read.</summary>
    /// <inheritdoc cref="IsAvailable" path="/param"/>
    /// <exception cref="RequestException">It is not there.</exception>
    public static void Require(MountedFolder folder, FileRecord file, string? path)
    {
        if (!IsAvailable(folder, file, path))
            throw Gone();
    }

    /// <summary>Opens a picture.</summary>
    /// <param name="folder">The folder that it belongs to.</param>
    /// <param name="file">The picture.</param>
    /// <param name="path">Its own file; null where there is none.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <exception cref="RequestException">It is not there, or cannot be read.</exception>
    public async Task<OpenedPicture> OpenAsync(
        MountedFolder folder, FileRecord file, string? path, CancellationToken cancellationToken)
    {
        if (path is not null)
            return new OpenedPicture(path);
        Require(folder, file, path);
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await CopyAsync(folder, file, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _turns.Dispose();
        if (_copies.IsValueCreated)
            _copies.Value.Dispose();
    }

    private async Task<OpenedPicture> CopyAsync(
        MountedFolder folder, FileRecord file, CancellationToken cancellationToken)
    {
        OpenedPicture? unfinished = null;
        try
        {
            var home = _copies.Value.Folder($"{Interlocked.Increment(ref _count)}");
            // The name in an archive need not be one that this machine's folders take.
            var copy = unfinished = new OpenedPicture(
                Path.Combine(home, "picture" + Path.GetExtension(file.Path)), home);
            if (!await folder.Index.Elsewhere!.CopyAsync(file.Path, copy.Path, cancellationToken).ConfigureAwait(false))
                throw Gone();
            unfinished = null;
            return copy;
        }
        catch (Exception error) when (error is ClipException || UnreadableFile.Is(error))
        {
            var problem = error is ClipException known ? known.Problem : "cannot be copied";
            throw RequestException.Unusable($"The picture cannot be shown: it {problem}.");
        }
        finally
        {
            unfinished?.Dispose();
        }
    }

    private static RequestException Gone() =>
        new(410, "The picture's file is not there any more; the index follows with its next update.");
}
