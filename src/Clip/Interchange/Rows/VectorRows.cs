using System.Globalization;

namespace Clip.Interchange.Rows;

/// <summary>Collects the rows of a file and leaves out those that no index can hold.</summary>
internal sealed class VectorRows(string source, string format)
{
    private readonly List<(RowPlace Place, string? Id, ReadOnlyMemory<float> Vector, IReadOnlyList<string> Captions)>
        _rows = [];

    private readonly List<(RowPlace Place, SkippedVectorRow Row)> _skipped = [];
    private readonly List<string> _notes = [];
    private int _count;
    private bool _hasIds;

    /// <summary>Whether the rows are named by paths.</summary>
    public bool HasPaths { get; set; } = true;

    /// <summary>The name of the model that the file states; null for none.</summary>
    public string? Model { get; set; }

    /// <summary>Whether no row has been added, and some have been left out.</summary>
    public bool HasOnlySkipped => _rows.Count == 0 && _skipped.Count > 0;

    /// <summary>Adds a row.</summary>
    /// <param name="row">Which row it is, for people.</param>
    /// <param name="id">
    /// What names it; null leaves it out, unless nothing names any row: then all are numbered.
    /// </param>
    /// <param name="vector">Its vector.</param>
    /// <param name="captions">Its captions.</param>
    public void Add(
        string row, string? id, ReadOnlyMemory<float> vector, IReadOnlyList<string>? captions = null)
    {
        if (id?.Contains('\0', StringComparison.Ordinal) == true)
            Skip(row, id, "the path holds a zero character");
        else if (vector.Length == 0)
            Skip(row, id, "the vector is empty");
        else if (Problem(vector.Span) is { } problem)
            Skip(row, id, problem);
        else
            _rows.Add((Next(row, ref id), id, vector, captions ?? []));
    }

    public void Skip(string row, string? id, string reason)
    {
        var place = Next(row, ref id);
        _skipped.Add((place, new SkippedVectorRow(row, id, reason)));
    }

    public void Note(string note) => _notes.Add(note);

    /// <summary>The name of a row counted from 0, as in arrays.</summary>
    public static string RowName(long row) => string.Create(CultureInfo.InvariantCulture, $"row {row}");

    /// <summary>The name of a line counted from 1.</summary>
    public static string LineName(long line) => string.Create(CultureInfo.InvariantCulture, $"line {line}");

    /// <summary>The name of the row itself, where a file has no names.</summary>
    public static string Number(long row) => row.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// All rows. Those whose length is not that of most are left out, and so are those without a path among others and
    /// further ones of a path.
    /// </summary>
    public VectorTable Build()
    {
        if (!_hasIds && _rows.Count > 0)
            HasPaths = false;
        var dimensions = _rows.Count == 0
            ? 0
            : _rows.GroupBy(static row => row.Vector.Length)
                .OrderByDescending(static group => group.Count()).First().Key;
        List<VectorRow> rows = new(_rows.Count);
        List<RowPlace> places = new(_rows.Count);
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var (place, known, vector, captions) in _rows)
        {
            var id = known ?? (HasPaths ? null : Number(place.Number));
            if (id is null)
                Leave("no path");
            else if (vector.Length != dimensions)
                Leave($"{vector.Length:N0} values instead of {dimensions:N0}");
            else if (!ids.Add(id))
                Leave("the path has a vector already, and the first one counts");
            else
            {
                rows.Add(new VectorRow(id, vector, captions));
                places.Add(place);
            }

            void Leave(string reason) => _skipped.Add((place, new SkippedVectorRow(place.Name, id, reason)));
        }

        var skipped = _skipped.OrderBy(static one => one.Place.Number).ToList();
        return new VectorTable(source, format, dimensions, rows, [.. skipped.Select(static one => one.Row)], _notes)
        {
            HasPaths = HasPaths,
            Model = Model,
            Places = places,
            SkippedPlaces = [.. skipped.Select(static one => one.Place)],
        };
    }

    private RowPlace Next(string row, ref string? id)
    {
        if (string.IsNullOrEmpty(id))
            id = null;
        else
            _hasIds = true;
        return new RowPlace(row, _count++);
    }

    private static string? Problem(ReadOnlySpan<float> vector)
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
