using System.Globalization;
using Clip.Catalog;
using Clip.Catalog.Maintenance;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>
/// Has the vectors of an index made anew that are not what was stored: pictures by the run that follows, which takes
/// their files for changed ones, captions at its end. Until then everything stays in the index, so a repair that is
/// stopped half-way has lost nothing and can be begun again.
/// </summary>
internal sealed class IndexRepair
{
    private const int BatchSize = 256;

    private readonly ClipModel _model;
    private readonly List<string> _captions = [];

    private IndexRepair(ClipModel model) => _model = model;

    /// <summary>Checks every vector and marks what is damaged.</summary>
    /// <exception cref="IndexException">The index is beyond repair, or cannot be written.</exception>
    public static IndexRepair Begin(
        ClipModel model, IndexLocation location, WriterWait wait, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        var repair = new IndexRepair(model);
        IndexHealth health;
        IndexModel indexModel;
        using (var index = IndexVerification.Open(location, new IndexModel(model.Name, model.Fingerprint, model.Dimension, "fast")))
        {
            indexModel = index.Model;
            health = IndexVerification.Verify(index, cancellationToken: cancellationToken);
        }
        if (health.Problems is [var problem, ..])
            throw IndexException.Damaged(location.Directory, problem);
        if (health.IsHealthy)
            return repair;

        using var changed = VectorRepair.Open(location, indexModel, wait, cancellationToken);
        // Another writer may have given the entries new numbers since.
        var damaged = IndexVerification.Verify(changed, cancellationToken: cancellationToken).Damaged;
        foreach (var entry in damaged)
        {
            if (entry.Kind == EntryKind.Picture)
                changed.Expire(entry.Entry);
            else if (entry.Caption is { } caption)
                repair._captions.Add(caption);
            if (health.VectorFile is null)
                onError?.Invoke(new ClipException(Name(entry, location), "its vector was damaged and is made anew"));
        }
        changed.Commit();
        // One line for a file in place of one for each of a million vectors.
        if (health.VectorFile is { } file)
            onError?.Invoke(new ClipException(file.Subject, string.Create(CultureInfo.InvariantCulture, $"{file.Problem}; {damaged.Count:N0} of {changed.PictureCount + changed.CaptionCount:N0} vectors are made anew")));
        return repair;
    }

    /// <summary>Gives the captions new vectors whose own are damaged.</summary>
    public void RemakeCaptions(IndexChanges changes, CancellationToken cancellationToken)
    {
        foreach (var batch in _captions.Chunk(BatchSize))
        {
            var vectors = new float[batch.Length * _model.Dimension];
            CaptionVectors.Encode(_model, changes.Index, batch, vectors, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
            {
                changes.Index.ReplaceCaptionVector(batch[i], vectors.AsSpan(i * _model.Dimension, _model.Dimension));
                changes.Changed();
            }
        }
    }

    private static string Name(DamagedEntry damaged, IndexLocation location) =>
        damaged.Caption is { } caption ? $"\"{caption}\"" : location.Full(damaged.Paths is [var path, ..] ? path : "");
}
