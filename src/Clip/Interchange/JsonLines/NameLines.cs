namespace Clip.Interchange.JsonLines;

/// <summary>What names a row of an array that lies in a file of its own.</summary>
internal readonly record struct RowNames(string? Path, IReadOnlyList<string> Captions);

/// <summary>Reads the names of an array's rows: the object in line i names row i.</summary>
internal static class NameLines
{
    /// <exception cref="InterchangeException">The file cannot be read, or a line is not JSON.</exception>
    public static List<RowNames> Read(string path)
    {
        List<RowNames> names = [];
        foreach (var (line, value) in LineFile.Read(path))
        {
            if (value is not { } row)
                throw InterchangeException.Damaged(path, $"is not JSON in line {line:N0}");
            names.Add(RowKeys.TextOf(row) is { } name
                ? new RowNames(name, [])
                : new RowNames(RowKeys.PathOf(row), RowKeys.CaptionsOf(row)));
        }

        return names;
    }
}
