using Clip.Catalog;
using Clip.Models;
using Clip.Search;

namespace Clip.Indexing;

/// <summary>
/// Drops the entries of an index whose vectors are not what was stored, so that a run makes them anew, and puts the
/// captions back where they were.
/// </summary>
internal sealed class IndexRepair
{
    private readonly ClipModel _model;
    private readonly List<(string Path, CaptionOrigin Origin, List<string> Captions)> _captionsOf = [];
    private readonly List<string> _standalone = [];

    private IndexRepair(ClipModel model) => _model = model;

    /// <summary>Checks every vector and drops what is damaged.</summary>
    /// <exception cref="IndexException">The index is beyond repair, or cannot be written.</exception>
    public static IndexRepair Begin(ClipModel model, IndexLocation location, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        var repair = new IndexRepair(model);
        IndexHealth health;
        IndexModel indexModel;
        using (var index = PictureIndex.OpenRead(location, new IndexModel(model.Name, model.Fingerprint, model.Dimension, "fast")))
        {
            indexModel = index.Model;
            health = index.Verify(cancellationToken: cancellationToken);
        }
        if (health.Problems is [var problem, ..])
            throw new IndexException(location.Directory, $"is damaged ({problem})", "restore the folder from a copy, or delete it and index again");
        if (health.IsHealthy)
            return repair;

        using var changed = PictureIndex.OpenWrite(location, indexModel);
        repair.Remember(changed, health.Damaged);
        foreach (var damaged in health.Damaged)
        {
            changed.Discard(damaged.Entry);
            onError?.Invoke(new ClipException(
                damaged.Caption is { } caption ? $"\"{caption}\"" : location.Full(damaged.Paths is [var path, ..] ? path : ""),
                "its vector was damaged and is made anew"));
        }
        changed.Commit();
        return repair;
    }

    /// <summary>Puts the captions back that the damaged entries had or were.</summary>
    public void RestoreCaptions(IndexChanges changes, CancellationToken cancellationToken)
    {
        foreach (var text in _standalone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            changes.Index.AddCaption(text, CaptionVectors.Encode(_model, changes.Index, text, cancellationToken), standalone: true);
            changes.Changed();
        }
        foreach (var (path, origin, captions) in _captionsOf)
        {
            if (changes.Index.FindFile(path) is null)
                continue;
            changes.Index.SetCaptions(path, captions.ConvertAll(text =>
                changes.Index.FindCaption(text) ?? changes.Index.AddCaption(text, CaptionVectors.Encode(_model, changes.Index, text, cancellationToken))), origin);
            changes.Changed();
        }
    }

    private void Remember(PictureIndex index, IReadOnlyList<DamagedEntry> damaged)
    {
        var captions = damaged.Where(static entry => entry.Kind == EntryKind.Caption).Select(static entry => entry.Entry).ToHashSet();
        var pictures = damaged.Where(static entry => entry.Kind == EntryKind.Picture).Select(static entry => entry.Entry).ToHashSet();
        HashSet<long> used = [];
        foreach (var file in index.Files())
        {
            var own = index.FindCaptions(file.Path);
            if (own.Count == 0 || !(pictures.Contains(file.Entry) || own.Any(captions.Contains)))
                continue;
            used.UnionWith(own);
            foreach (var origin in Enum.GetValues<CaptionOrigin>())
            {
                if (index.FindCaptions(file.Path, origin) is { Count: > 0 } entries)
                    _captionsOf.Add((file.Path, origin, [.. entries.Select(index.CaptionText).OfType<string>()]));
            }
        }
        _standalone.AddRange(damaged.Where(entry => entry.Caption is not null && !used.Contains(entry.Entry)).Select(static entry => entry.Caption!));
    }
}
