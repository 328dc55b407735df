using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Maintenance;

/// <summary>The volumes that the index has recorded, compared with those that are mounted now.</summary>
internal sealed class KnownVolumes
{
    private readonly IndexRun _run;
    private readonly IReadOnlyList<(string Path, string Identity)> _known;
    private readonly HashSet<string> _away = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keptFor = new(StringComparer.Ordinal);

    public KnownVolumes(IndexRun run)
    {
        _run = run;
        _known = run.Known.Volumes();
        foreach (var (path, identity) in _known)
        {
            if (VolumeIdentity.Of(run.Location.Full(path)) != identity)
                _away.Add(path);
        }
    }

    /// <summary>The folder of the volume that held a file, if another one or none is there now.</summary>
    public string? AwayVolume(string path) => VolumeOf(path) is { } volume && _away.Contains(volume) ? volume : null;

    /// <summary>Keeps the record of a file's volume, because the file is absent.</summary>
    public void Keep(string path)
    {
        if (VolumeOf(path) is { } volume)
            _keptFor.Add(volume);
    }

    /// <summary>Records the volumes that the run found, unless files of another one there are absent.</summary>
    public void Update(FolderScope scope)
    {
        var found = _run.Changes.Volumes.All()
            .ToDictionary(static volume => volume.Path, static volume => volume.Identity);
        foreach (var (path, identity) in found)
        {
            if (!_keptFor.Contains(path) && !_known.Contains((path, identity)) && _run.Changes.TryOpenIndex())
                _run.Changes.OpenIndex().SetVolume(path, identity);
        }
        foreach (var (path, _) in _known)
        {
            var isGone = !found.ContainsKey(path) && !_keptFor.Contains(path) && scope.Covers(path);
            if (isGone && _run.Changes.TryOpenIndex())
                _run.Changes.OpenIndex().SetVolume(path, null);
        }
        _run.Changes.CommitIfDue();
    }

    private string? VolumeOf(string path) => _known
        .Select(static volume => volume.Path)
        .Where(folder => RelativePath.IsWithin(path, folder))
        .MaxBy(static folder => folder.Length);
}
