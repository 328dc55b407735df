using System.Globalization;
using Clip.Catalog;
using Clip.Catalog.Maintenance;
using Clip.Catalog.Writing;

namespace Clip.Indexing.Maintenance;

/// <summary>
/// Finds vectors that differ from what was stored, so that the run encodes them again: it treats the files of damaged
/// pictures as changed, and re-encodes damaged captions in its last step. Until then everything stays in the index, so
/// an interrupted repair loses nothing and can be started again.
/// </summary>
internal static class DamagedVectors
{
    /// <summary>Checks every vector and marks damaged pictures as changed.</summary>
    /// <returns>The captions whose vectors are damaged.</returns>
    /// <exception cref="IndexException">The index cannot be repaired or written.</exception>
    public static IReadOnlyList<string> Mark(
        ClipModel model, IndexLocation location, WriterWait wait, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        IndexHealth health;
        IndexModel indexModel;
        var expected = new ModelIdentity(model.Name, model.Fingerprint, model.Dimensions);
        using (var index = IndexVerification.Open(location, expected))
        {
            indexModel = index.Model;
            health = IndexVerification.Verify(index, cancellationToken: cancellationToken);
        }
        if (health.Problems is [var problem, ..])
            throw IndexException.Damaged(location.Directory, problem);
        if (health.IsHealthy)
            return [];

        using var repaired = VectorRepair.Open(location, indexModel, wait, cancellationToken);
        // Verified again, because another writer may have renumbered the entries since.
        var damaged = IndexVerification.Verify(repaired, cancellationToken: cancellationToken).Damaged;
        foreach (var entry in damaged.Where(static entry => entry.Kind == EntryKind.Picture))
            repaired.Expire(entry.Entry);
        repaired.Commit();
        Report(health, damaged, repaired, report);
        return [.. damaged.Select(static entry => entry.Caption).OfType<string>()];
    }

    private static void Report(
        IndexHealth health, IReadOnlyList<DamagedEntry> damaged, PictureIndexWriter index, Action<ClipException> report)
    {
        // One line for the whole file instead of one for each of perhaps a million vectors.
        if (health.VectorFile is { } file)
        {
            var total = index.PictureCount + index.CaptionCount;
            var problem = string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Problem}; {damaged.Count:N0} of {total:N0} vectors are re-encoded");
            report(new ClipException(file.Subject, problem));
            return;
        }
        foreach (var entry in damaged)
            report(new ClipException(NameOf(entry, index.Location), "its vector was damaged and is re-encoded"));
    }

    private static string NameOf(DamagedEntry damaged, IndexLocation location) =>
        damaged.Caption is { } caption
            ? $"\"{caption}\""
            : location.Full(damaged.Paths is [var path, ..] ? path : "");
}
