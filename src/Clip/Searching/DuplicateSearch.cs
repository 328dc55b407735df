using Clip.Duplicates;

namespace Clip.Searching;

/// <summary>Groups the copies in a collection.</summary>
internal static class DuplicateSearch
{
    /// <summary>Pictures of a burst show nearly the same.</summary>
    private const double BurstCosine = 0.9;

    public static DuplicateAnswer Of(
        CollectedPictures pictures, PictureFingerprint?[] fingerprints, DuplicateRequest request,
        CancellationToken cancellationToken)
    {
        var links = DuplicateLinks.Find(
            fingerprints, pictures.Vectors, pictures.Dimensions, request.Threshold, cancellationToken);
        var bursts = request.BurstGap is { } gap
            ? DuplicateLinks.FindBursts(
                [.. pictures.Files.Select(static files => Taken(files[0].File))], pictures.Vectors,
                pictures.Dimensions, gap, BurstCosine)
            : [];
        var near = DuplicateGrouping.Of(pictures.Count, links.Concat(bursts)).ToList();
        var grouped = near.SelectMany(static group => group.Pictures).ToHashSet();
        var exact = Enumerable.Range(0, pictures.Count)
            .Where(picture => pictures.Files[picture].Length > 1 && !grouped.Contains(picture))
            .Select(static picture => (Pictures: new[] { picture }, Score: 1.0, HasBurst: false));
        var groups = exact.Concat(near.OrderByDescending(static group => group.Score))
            .Select((group, i) => Group(i + 1, pictures, group.Pictures, group.Score, group.HasBurst));
        return new DuplicateAnswer([.. groups])
        {
            Undecoded = fingerprints.Count(static fingerprint => fingerprint is null),
        };
    }

    private static DuplicateGroup Group(
        int number, CollectedPictures pictures, int[] members, double score, bool hasBurst)
    {
        DuplicateFile[] files = [.. members.SelectMany(picture => pictures.Files[picture])
            .Select(static file => new DuplicateFile(
                file.File.Path, file.Index.Location, file.Caption, file.File))
            .OrderBy(static file => file.File, KeepOrder.Instance)
            .ThenBy(static file => file.FullPath, StringComparer.Ordinal)];
        return new DuplicateGroup(
            number, files, score, members.Length == 1, hasBurst, KeepOrder.Decide(files[0].File, files[1].File));
    }

    private static (DateTime Time, string Camera)? Taken(FileRecord file) =>
        file.Metadata is { Captured: { } time, Camera: { } camera } ? (time, camera) : null;
}
