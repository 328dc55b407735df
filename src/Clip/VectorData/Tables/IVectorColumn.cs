namespace Clip.VectorData.Tables;

/// <summary>A record near a query, by its number in its table.</summary>
internal readonly record struct NearRow(int Row, double Score);

/// <summary>
/// The vectors of one property of a collection's records, by the numbers of the records. Searched by any number of
/// threads at a time; changes must not overlap with anything else.
/// </summary>
internal interface IVectorColumn : IDisposable
{
    /// <summary>Sets or replaces a record's vector.</summary>
    void Set(int row, ReadOnlySpan<float> vector);

    /// <summary>Removes a record's vector, if it has one.</summary>
    void Remove(int row);

    /// <summary>A record's vector as it was set, or null.</summary>
    float[]? Read(int row);

    /// <summary>The records nearest to a query, best first.</summary>
    /// <param name="query">Finite numbers.</param>
    /// <param name="count">The most records.</param>
    /// <param name="isWanted">Which records to compare; null for all.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    IReadOnlyList<NearRow> Search(
        ReadOnlySpan<float> query, int count, Func<int, bool>? isWanted, CancellationToken cancellationToken);
}
