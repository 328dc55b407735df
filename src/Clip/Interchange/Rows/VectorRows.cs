using System.Globalization;

namespace Clip.Interchange.Rows;

/// <summary>Collects the rows of a file and leaves out those that no index can hold.</summary>
internal sealed class VectorRows(string source, string format)
{
    private readonly List<(string Row, VectorRow Content)> _rows = [];
    private readonly List<SkippedVectorRow> _skipped = [];
    private readonly List<string> _notes = [];

    /// <summary>Whether the rows are named by paths.</summary>
    public bool HasPaths { get; set; } = true;

    /// <summary>The name of the model that the file states; null for none.</summary>
    public string? Model { get; set; }

    /// <summary>Whether no row has been added, and some have been left out.</summary>
    public bool HasOnlySkipped => _rows.Count == 0 && _skipped.Count > 0;

    /// <summary>Adds a row.</summary>
    /// <param name="row">Which row it is, for people.</param>
    /// <param name="id">What names it; null leaves it out.</param>
    /// <param name="vector">Its vector.</param>
    /// <param name="captions">Its captions.</param>
    public void Add(string row, string? id, float[] vector, IReadOnlyList<string>? captions = null)
    {
        if (string.IsNullOrEmpty(id))
            Skip(row, null, "no path");
        else if (id.Contains('\0', StringComparison.Ordinal))
            Skip(row, null, "the path holds a zero character");
        else if (vector.Length == 0)
            Skip(row, id, "the vector is empty");
        else if (Problem(vector) is { } problem)
            Skip(row, id, problem);
        else
            _rows.Add((row, new VectorRow(id, vector, captions ?? [])));
    }

    public void Skip(string row, string? id, string reason) => _skipped.Add(new SkippedVectorRow(row, id, reason));

    public void Note(string note) => _notes.Add(note);

    /// <summary>The name of a row counted from 0, as in arrays.</summary>
    public static string RowName(long row) => string.Create(CultureInfo.InvariantCulture, $"row {row}");

    /// <summary>The name of a line counted from 1.</summary>
    public static string LineName(long line) => string.Create(CultureInfo.InvariantCulture, $"line {line}");

    /// <summary>The name of the row itself, where a file has no names.</summary>
    public static string Number(long row) => row.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// All rows. Those whose length is not that of most are left out, and so are further ones of a path.
    /// </summary>
    public VectorTable Build()
    {
        var dimensions = _rows.Count == 0
            ? 0
            : _rows.GroupBy(static row => row.Content.Vector.Length)
                .OrderByDescending(static group => group.Count()).First().Key;
        List<VectorRow> rows = new(_rows.Count);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (var (row, content) in _rows)
        {
            if (content.Vector.Length != dimensions)
                Skip(row, content.Id, $"{content.Vector.Length:N0} values instead of {dimensions:N0}");
            else if (!places.TryAdd(content.Id, rows.Count))
                Skip(row, content.Id, "the path has a vector already, and the first one counts");
            else
                rows.Add(content);
        }

        return new VectorTable(source, format, dimensions, rows, _skipped, _notes, HasPaths, Model);
    }

    private static string? Problem(float[] vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            if (float.IsNaN(value))
                return "NaN";
            if (float.IsInfinity(value))
                return "infinity";
            sum += (double)value * value;
        }

        return sum > 0 ? null : "a zero vector";
    }
}
