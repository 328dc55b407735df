namespace Clip.VectorData.Records;

/// <summary>A record as a table keeps it, without its vectors.</summary>
/// <param name="Key">The key.</param>
/// <param name="Values">
/// Kept values by their places in the table's schema; shorter where the schema has grown since. Nobody changes them.
/// </param>
internal sealed record RecordRow(object Key, object?[] Values)
{
    /// <summary>The value at a place of the schema; null where there is none.</summary>
    public object? this[int place] => place < Values.Length ? Values[place] : null;
}

/// <summary>A record with its vectors, by their places in the table's schema; null for none.</summary>
internal sealed record StoredRecord(RecordRow Row, float[]?[] Vectors);

/// <summary>A record that was found, and its score.</summary>
internal readonly record struct ScoredRecord(StoredRecord Record, double Score);

/// <summary>One part of an order of records.</summary>
internal readonly record struct RecordOrder(Func<RecordRow, object?> ValueOf, bool Ascending);

/// <summary>Which of the records that meet a condition are wanted.</summary>
internal readonly record struct RecordPage(int Skip, int Top, bool IncludeVectors)
{
    /// <summary>How many records from the first on are needed.</summary>
    public int Count => (int)Math.Min(int.MaxValue, (long)Skip + Top);
}
