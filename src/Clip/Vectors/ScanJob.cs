namespace Clip.Vectors;

/// <summary>What a scan is asked: which rows are compared with which queries, and what counts as an answer.</summary>
/// <param name="Rows">What is searched.</param>
/// <param name="Selected">The rows to look at.</param>
/// <param name="Queries">As many as a pass takes at most.</param>
/// <param name="TopK">How many answers a query at most.</param>
/// <param name="LeastScore">Answers below are left out.</param>
/// <param name="Codes">The codes of the rows, or null.</param>
/// <param name="QueryCodes">The codes of the queries, where the rows have any.</param>
/// <param name="Cancellation">Stops the scan.</param>
internal readonly record struct ScanJob(
    VectorMatrix Rows, RowBitmap Selected, VectorMatrix Queries, int TopK, float LeastScore, CodeMatrix? Codes,
    QueryCodes QueryCodes, CancellationToken Cancellation)
{
    public int QueryCount => (int)Queries.RowCount;

    /// <summary>Words of the selection that have rows.</summary>
    public int Words => (int)Math.Min(Selected.Words.Length, (Rows.RowCount + 63) / 64);

    /// <summary>Bytes that are read of a row.</summary>
    public int RowBytes => Codes is null ? Rows.Stride * sizeof(float) : Rows.Stride;
}
