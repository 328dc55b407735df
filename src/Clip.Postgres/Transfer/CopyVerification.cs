using System.Numerics.Tensors;
using System.Text;

namespace Clip.Postgres.Transfer;

/// <summary>Compares a copy of an index with what was copied, file by file: content hashes and vectors.</summary>
/// <param name="original">What was copied.</param>
/// <param name="copy">The copy, which may have other files too.</param>
internal sealed class CopyVerification(IndexSnapshot original, IndexSnapshot copy)
{
    private const int FilesTogether = 512;
    private const float LeastCosine = 0.999f;

    /// <summary>How many files the copy lacks, or has with another content or vector.</summary>
    public long CountDifferent(CancellationToken cancellationToken)
    {
        var different = 0L;
        foreach (var page in Pairs().Chunk(FilesTogether))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var same = page.Where(static pair => pair.Copy is { } copy && copy.Hash == pair.Original.Hash).ToList();
            different += page.Length - same.Count;
            var before = Vectors(original, [.. same.Select(static pair => pair.Original.Entry)]);
            var after = Vectors(copy, [.. same.Select(static pair => pair.Copy!.Entry)]);
            for (var i = 0; i < same.Count; i++)
            {
                var at = i * original.Model.Dimensions;
                // A picture that the copy had before may have been encoded on another device.
                if (TensorPrimitives.Dot(
                    before.AsSpan(at, original.Model.Dimensions),
                    after.AsSpan(at, original.Model.Dimensions)) < LeastCosine)
                {
                    different++;
                }
            }
        }
        return different;
    }

    /// <summary>The files with those of the same path in the copy; both come in the order of their paths.</summary>
    private IEnumerable<(FileRecord Original, FileRecord? Copy)> Pairs()
    {
        using var others = copy.Files().GetEnumerator();
        var isThere = others.MoveNext();
        foreach (var file in original.Files())
        {
            while (isThere && Compare(others.Current.Path, file.Path) < 0)
                isThere = others.MoveNext();
            yield return (file, isThere && others.Current.Path == file.Path ? others.Current : null);
        }
    }

    /// <summary>As the databases compare: by the bytes of UTF-8.</summary>
    private static int Compare(string left, string right) => left == right
        ? 0
        : Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private static float[] Vectors(IndexSnapshot snapshot, long[] entries)
    {
        var vectors = new float[entries.Length * snapshot.Model.Dimensions];
        snapshot.CopyVectors(entries, vectors, new bool[entries.Length]);
        return vectors;
    }
}
