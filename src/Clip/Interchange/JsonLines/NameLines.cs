using System.Text;
using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>What names a row of an array that lies in a file of its own.</summary>
internal readonly record struct RowNames(string? Path, IReadOnlyList<string> Captions);

/// <summary>Reads the names of an array's rows: the object in line i names row i.</summary>
internal static class NameLines
{
    /// <exception cref="InterchangeException">The file cannot be read, or a line is not JSON.</exception>
    public static List<RowNames> Read(string path)
    {
        var content = LenientJson.ToUtf8(InterchangeFile.Read(path));
        if (LineFile.Whole(content) is { ValueKind: JsonValueKind.Array } list)
            return [.. list.EnumerateArray().Select(NamesOf)];
        List<RowNames> names = [];
        foreach (var (line, value) in LineFile.Read(content))
        {
            if (value is not { } row)
                throw InterchangeException.Damaged(path, $"is not JSON in line {line:N0}");
            names.Add(NamesOf(row));
        }

        return names;
    }

    /// <summary>Reads names from lines of JSON, or of plain text, each a path.</summary>
    /// <exception cref="InterchangeException">
    /// The file cannot be read, or a line of a JSON file is not JSON.
    /// </exception>
    public static List<RowNames> ReadAny(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".json" or ".jsonl" or ".ndjson")
            return Read(path);
        var text = Encoding.UTF8.GetString(LenientJson.ToUtf8(InterchangeFile.Read(path)).Span);
        var lines = text.Split('\n').Select(static line => line.TrimEnd('\r')).ToList();
        while (lines is [.., ""])
            lines.RemoveAt(lines.Count - 1);
        return [.. lines.Select(static line => new RowNames(line, []))];
    }

    private static RowNames NamesOf(JsonElement row) => RowKeys.TextOf(row) is { } name
        ? new RowNames(name, [])
        : new RowNames(RowKeys.PathOf(row), RowKeys.CaptionsOf(row));
}
