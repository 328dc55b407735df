using System.Text;
using Clip.Files;

namespace Clip.Hub;

/// <summary>
/// The folders of one repository in the Hugging Face cache: contents in <c>blobs</c>, named by their hashes; for every
/// commit a folder in <c>snapshots</c> with links to them; in <c>refs</c> the commit of each branch or tag.
/// </summary>
internal sealed class RepositoryCache(string cacheFolder, ModelReference model)
{
    private readonly string _folderName = $"models--{model.Owner}--{model.Name}";

    private string Root => Path.Combine(cacheFolder, _folderName);

    public string BlobsFolder => Path.Combine(Root, "blobs");

    public string SnapshotsFolder => Path.Combine(Root, "snapshots");

    public string ReferencesFolder => Path.Combine(Root, "refs");

    public string Blob(HubFile file) => Path.Combine(BlobsFolder, file.ContentId);

    /// <summary>The part of a content that has arrived, under another name.</summary>
    public string Unfinished(HubFile file) => Blob(file) + ".incomplete";

    /// <summary>
    /// The file that prevents two programs, this one or Python, from downloading the same content at once.
    /// </summary>
    public string Lock(HubFile file) => Path.Combine(cacheFolder, ".locks", _folderName, file.ContentId + ".lock");

    public string Snapshot(string commit) => Path.Combine(SnapshotsFolder, commit);

    public string InSnapshot(string commit, HubFile file) => Path.Combine([Snapshot(commit), .. file.Path.Split('/')]);

    public string Listing(string commit) => Path.Combine(Root, "trees", commit + ".json");

    /// <summary>
    /// Whether the file is in the snapshot with its full length. <see cref="SnapshotCheck"/> checks the hashes.
    /// </summary>
    public bool HasInSnapshot(string commit, HubFile file) => LinkedFile.Length(InSnapshot(commit, file)) == file.Size;

    public bool HasBlob(HubFile file) => LinkedFile.Length(Blob(file)) == file.Size;

    /// <summary>The length of the part that an earlier download left.</summary>
    public long UnfinishedLength(HubFile file) =>
        LinkedFile.Length(Unfinished(file)) is { } length && length <= file.Size ? length : 0;

    /// <summary>The commit that a revision referred to when it was last downloaded, or null.</summary>
    public string? CommitOf(string revision)
    {
        if (ModelReference.IsCommitId(revision))
            return revision;
        try
        {
            var path = Path.Combine([ReferencesFolder, .. revision.Split('/')]);
            if (LinkedFile.Length(path) is not (> 0 and < 100))
                return null;
            var commit = File.ReadAllText(path).Trim();
            return ModelReference.IsCommitId(commit) ? commit : null;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }

    public void SetReference(string revision, string commit)
    {
        if (!ModelReference.IsCommitId(revision) && CommitOf(revision) != commit)
            AtomicFile.Write(Path.Combine([ReferencesFolder, .. revision.Split('/')]), Encoding.ASCII.GetBytes(commit));
    }

    /// <summary>The commits of which at least a part is in the cache.</summary>
    public IReadOnlyList<string> Commits() => Directory.Exists(SnapshotsFolder)
        ? [.. Directory.GetDirectories(SnapshotsFolder)
            .Select(static folder => Path.GetFileName(folder))
            .Where(ModelReference.IsCommitId)
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The branches and tags that refer to a commit.</summary>
    public IReadOnlyList<string> ReferencesTo(string commit) => Directory.Exists(ReferencesFolder)
        ? [.. Directory.GetFiles(ReferencesFolder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(ReferencesFolder, path).Replace('\\', '/'))
            .Where(revision => CommitOf(revision) == commit)
            .Order(StringComparer.Ordinal)]
        : [];
}
