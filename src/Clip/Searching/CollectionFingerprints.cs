using Clip.Duplicates;
using Clip.Images;

namespace Clip.Searching;

/// <summary>
/// The fingerprints of a collection's pictures: those that the indexes keep, and new ones of the files.
/// </summary>
internal sealed class CollectionFingerprints(ClipModel model, NoticeLog notices)
{
    /// <summary>
    /// Large JPEGs are shrunk while decoding, as long as their shorter edge stays three times this long. That moves two
    /// bits at most, and takes a fraction of the time.
    /// </summary>
    private const int ShorterEdge = 224;

    /// <summary>
    /// Reads or computes the fingerprint of each picture; null where none of its files can be decoded.
    /// </summary>
    public PictureFingerprint?[] Of(
        CollectedPictures pictures, IProgress<(int Done, int Count)>? progress, CancellationToken cancellationToken)
    {
        var byIndex = pictures.Files.SelectMany(static files => files).Select(static file => file.Index.Location)
            .Distinct().ToDictionary(static location => location, FingerprintFile.Read);
        var found = new PictureFingerprint?[pictures.Count];
        var done = 0;
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(0, pictures.Count, options, picture =>
        {
            var files = pictures.Files[picture];
            found[picture] = Known(files, byIndex) ?? Compute(files, cancellationToken);
            progress?.Report((Interlocked.Increment(ref done), pictures.Count));
        });
        Keep(pictures, found, byIndex);
        return found;
    }

    private static PictureFingerprint? Known(
        CollectedFile[] files, Dictionary<IndexLocation, Dictionary<UInt128, PictureFingerprint>> byIndex)
    {
        foreach (var file in files)
        {
            if (byIndex[file.Index.Location].TryGetValue(file.File.Hash, out var known))
                return known;
        }
        return null;
    }

    private static void Keep(
        CollectedPictures pictures, PictureFingerprint?[] found,
        Dictionary<IndexLocation, Dictionary<UInt128, PictureFingerprint>> byIndex)
    {
        foreach (var (location, known) in byIndex)
        {
            var isNew = false;
            for (var picture = 0; picture < found.Length; picture++)
            {
                var file = pictures.Files[picture].FirstOrDefault(file => file.Index.Location == location);
                if (file is not null && found[picture] is { } fingerprint)
                    isNew |= known.TryAdd(file.File.Hash, fingerprint);
            }
            if (isNew)
                FingerprintFile.Write(location, known);
        }
    }

    private PictureFingerprint? Compute(CollectedFile[] files, CancellationToken cancellationToken)
    {
        var preprocessor = model.Image.Preprocessor;
        PictureException? problem = null;
        foreach (var file in files)
        {
            try
            {
                using var bytes = PictureBytes.Read(
                    file.FullPath, preprocessor.Limits, preprocessor.Memory, cancellationToken: cancellationToken);
                using var picture = preprocessor.DecodeAtLeast(
                    bytes.Bytes, file.FullPath, ShorterEdge, cancellationToken);
                return PictureFingerprint.Of(picture);
            }
            catch (PictureException error)
            {
                problem = error;
            }
        }
        if (problem is not null)
            notices.Add(new SearchNotice.FileSkipped(problem));
        return null;
    }
}
