using Clip.Catalog.Database;
using Clip.Vectors;

namespace Clip.Catalog.Storage;

/// <summary>What a compaction of an index would free.</summary>
internal static class DeadSpace
{
    /// <summary>Below this the space is not worth the writing: 8 MB of vectors of 512 dimensions.</summary>
    public const int CompactFromRows = 4096;

    /// <summary>
    /// Whether a compaction pays: at least 4,096 dead vectors, and a quarter of all. So a vector is copied at most
    /// three times for one that dies, and dead vectors never take more than a third of the space of the others.
    /// </summary>
    public static bool IsWorthCompacting(CatalogState state) =>
        state.DeadRows >= CompactFromRows && state.DeadRows >= state.Rows / 4;

    /// <summary>Bytes on disk that dead vectors and their codes take.</summary>
    public static long Bytes(CatalogState state, string vectorPath)
    {
        var dimension = state.Model.Dimensions;
        var codes = File.Exists(VectorFileName.CodesOf(vectorPath)) ? CodeMatrix.RowBytesOf(dimension) : 0;
        return state.DeadRows * (VectorMatrix.StrideOf(dimension) * sizeof(float) + codes);
    }
}
