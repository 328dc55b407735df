using System.Runtime.CompilerServices;
using Clip.Files;

namespace Clip.Hub;

/// <summary>The state of one downloaded file.</summary>
/// <param name="Path">Its name in the repository.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Problem">What is wrong with it; null if it is as in the hub's list.</param>
internal sealed record FileCheck(string Path, long Bytes, string? Problem);

/// <summary>Hashes the files of a snapshot.</summary>
internal static class SnapshotCheck
{
    public static async IAsyncEnumerable<FileCheck> RunAsync(
        RepositoryCache cache, CachedModel model, IProgress<long>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listed = CachedListing.Read(cache.Listing(model.Commit))?
            .ToDictionary(static file => file.Path, StringComparer.Ordinal);
        long done = 0;
        foreach (var path in model.Files)
        {
            var onDisk = Path.Combine([model.Folder, .. path.Split('/')]);
            var length = LinkedFile.Length(onDisk) ?? 0;
            var expected = listed?.GetValueOrDefault(path) ?? FromLink(onDisk, path, length);
            var problem = await ProblemAsync(onDisk, length, expected, Report, cancellationToken).ConfigureAwait(false);
            yield return new FileCheck(path, length, problem);
        }

        void Report(int read)
        {
            done += read;
            progress?.Report(done);
        }
    }

    private static async Task<string?> ProblemAsync(
        string path, long length, HubFile? expected, Action<int> onRead, CancellationToken cancellationToken)
    {
        if (LinkedFile.Length(path) is null)
            return "is missing: its link leads nowhere";
        if (expected is null)
            return "cannot be checked: the cache does not say what its hash should be";
        if (length != expected.Size)
            return $"has {length:N0} of {expected.Size:N0} bytes";
        try
        {
            var found = await BlobHash.OfFileAsync(path, expected, onRead, cancellationToken).ConfigureAwait(false);
            return found == expected.ContentId
                ? null
                : $"has the wrong content: expected {expected.ContentId}, found {found}";
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return $"cannot be read ({error.Message})";
        }
    }

    /// <summary>
    /// Without a listing, as after a download by an older huggingface_hub, the file name of the link's target is the
    /// hash.
    /// </summary>
    private static HubFile? FromLink(string onDisk, string path, long length)
    {
        var name = Path.GetFileName(new FileInfo(onDisk).LinkTarget);
        if (HubListing.Digest(name, 64) is { } sha256)
            return new HubFile(path, length, null, sha256);
        return HubListing.Digest(name, 40) is { } blobId ? new HubFile(path, length, blobId, null) : null;
    }
}
