namespace Clip.Interchange.Postgres;

/// <summary>A table of a dump.</summary>
/// <param name="Name">The name, without its schema.</param>
/// <param name="Columns">The names of the columns; numbers where the dump does not name them.</param>
/// <param name="Rows">The line of each row, and its values; null for null.</param>
internal sealed record DumpTable(string Name, string[] Columns, List<(long Line, string?[] Values)> Rows)
{
    /// <summary>Whether the dump ends in its rows.</summary>
    public bool IsCut { get; set; }

    /// <summary>The line of the row in which the dump ends; null where it ends between rows.</summary>
    public long? CutRow { get; set; }

    public int Find(string column) => Array.IndexOf(Columns, column);

    /// <summary>A value; null where there is none.</summary>
    public static string? At(string?[] values, int column) =>
        column >= 0 && column < values.Length ? values[column] : null;

    /// <summary>A name without its schema and quotes.</summary>
    public static string Unqualified(ReadOnlySpan<char> name)
    {
        var last = name.Trim();
        return last[(last.LastIndexOf('.') + 1)..].Trim().Trim('"').ToString();
    }
}
