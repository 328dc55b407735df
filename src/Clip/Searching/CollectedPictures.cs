using Clip.Vectors;

namespace Clip.Searching;

/// <summary>A file of a collection.</summary>
/// <param name="Index">The index that has it.</param>
/// <param name="File">What that knows about it.</param>
/// <param name="Caption">The first of its captions, or null.</param>
internal sealed record CollectedFile(IndexSnapshot Index, FileRecord File, string? Caption)
{
    /// <summary>The full path.</summary>
    public string FullPath => Index.Location.Full(File.Path);
}

/// <summary>
/// All pictures that a request is about with their vectors, for computations over a whole collection. Files with the
/// same content are one picture, whichever indexes they are in.
/// </summary>
internal sealed class CollectedPictures
{
    private const int ReadTogether = 1024;

    private CollectedPictures(List<CollectedFile[]> files, float[] vectors, int dimensions, int damaged) =>
        (Files, Vectors, Dimensions, Damaged) = (files, vectors, dimensions, damaged);

    /// <summary>The files of each picture, at least one, in the order of their paths.</summary>
    public IReadOnlyList<CollectedFile[]> Files { get; }

    /// <summary>The number of pictures.</summary>
    public int Count => Files.Count;

    /// <summary>The vectors of the pictures, one after the other.</summary>
    public ReadOnlyMemory<float> Vectors { get; }

    /// <summary>Dimensions per vector.</summary>
    public int Dimensions { get; }

    /// <summary>Pictures that were left out because their vector is damaged.</summary>
    public int Damaged { get; }

    /// <summary>The vector of a picture.</summary>
    public ReadOnlySpan<float> Vector(int picture) => Vectors.Span.Slice(picture * Dimensions, Dimensions);

    /// <summary>Reads the pictures of some indexes in the order of their paths.</summary>
    /// <param name="snapshots">The indexes, and which of their pictures.</param>
    /// <param name="dimensions">Dimensions per vector.</param>
    /// <param name="withAbsent">Whether files count that the last update did not find.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static CollectedPictures Read(
        SnapshotSet snapshots, int dimensions, bool withAbsent, CancellationToken cancellationToken)
    {
        var byContent = new Dictionary<UInt128, List<CollectedFile>>();
        var order = new List<List<CollectedFile>>();
        foreach (var file in AllFiles(snapshots, withAbsent))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!byContent.TryGetValue(file.File.Hash, out var files))
                order.Add(byContent[file.File.Hash] = files = []);
            files.Add(file);
        }
        var vectors = new float[checked(order.Count * dimensions)];
        var isFound = ReadVectors(order, vectors, dimensions, cancellationToken);
        var kept = new List<CollectedFile[]>();
        for (var picture = 0; picture < order.Count; picture++)
        {
            var vector = vectors.AsSpan(picture * dimensions, dimensions);
            if (!isFound[picture] || !VectorLength.IsUnit(vector, VectorLength.EncodedTolerance))
                continue;
            vector.CopyTo(vectors.AsSpan(kept.Count * dimensions, dimensions));
            kept.Add([.. order[picture]]);
        }
        Array.Resize(ref vectors, kept.Count * dimensions);
        return new CollectedPictures(kept, vectors, dimensions, order.Count - kept.Count);
    }

    /// <summary>Reads the vector of each picture; pictures of one index that follow each other, together.</summary>
    private static bool[] ReadVectors(
        List<List<CollectedFile>> pictures, Span<float> vectors, int dimensions, CancellationToken cancellationToken)
    {
        var isFound = new bool[pictures.Count];
        for (var first = 0; first < pictures.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var index = pictures[first][0].Index;
            long[] entries =
            [
                .. pictures.Skip(first).Take(ReadTogether).TakeWhile(files => files[0].Index == index)
                    .Select(static files => files[0].File.Entry),
            ];
            index.CopyVectors(
                entries, vectors.Slice(first * dimensions, entries.Length * dimensions),
                isFound.AsSpan(first, entries.Length));
            first += entries.Length;
        }
        return isFound;
    }

    private static IEnumerable<CollectedFile> AllFiles(SnapshotSet snapshots, bool withAbsent)
    {
        HashSet<string> seen = [];
        foreach (var index in snapshots.All)
        {
            var filter = snapshots.FilterOf(index);
            var files = index.ListFiles(new PictureOrder(PictureProperty.Path), int.MaxValue, filter);
            var entries = files.Select(static file => file.Entry).Distinct().ToList();
            var captions = index.PathsOf(entries, filter)
                .DistinctBy(static file => file.Path)
                .ToDictionary(static file => file.Path, static file => file.Caption);
            foreach (var file in files)
            {
                // Several indexes may have a file, because one folder lies in the other.
                var isNew = snapshots.All.Count == 1 || seen.Add(index.Location.Full(file.Path));
                if (isNew && (withAbsent || !file.IsAbsent))
                    yield return new CollectedFile(index, file, captions.GetValueOrDefault(file.Path));
            }
        }
    }
}
