namespace Clip.Vectors;

/// <summary>The task of a scan: which rows are compared with which queries, and what is an answer.</summary>
/// <param name="Rows">The vectors.</param>
/// <param name="Selected">The rows to compare.</param>
/// <param name="Queries">No more than one pass takes.</param>
/// <param name="TopK">The most answers per query.</param>
/// <param name="MinScore">Answers with a lower score are left out.</param>
/// <param name="Codes">The codes of the rows, or null.</param>
/// <param name="QueryCodes">The codes of the queries, where the rows have codes.</param>
/// <param name="Cancellation">Stops the scan.</param>
internal readonly record struct ScanJob(
    VectorMatrix Rows, RowBitmap Selected, VectorMatrix Queries, int TopK, float MinScore, CodeMatrix? Codes,
    QueryCodes QueryCodes, CancellationToken Cancellation)
{
    public int QueryCount => (int)Queries.RowCount;

    /// <summary>Words of the bitmap that have rows.</summary>
    public int Words => (int)Math.Min(Selected.Words.Length, (Rows.RowCount + 63) / 64);

    /// <summary>Bytes read per row.</summary>
    public int RowBytes => Codes is null ? Rows.Stride * sizeof(float) : Rows.Stride;
}
