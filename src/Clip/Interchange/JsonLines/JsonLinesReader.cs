using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>
/// Reads vectors from JSON: objects with a path and a vector, one a line or in a list, and the answers of OpenAI's
/// embeddings and batches.
/// </summary>
internal static class JsonLinesReader
{
    /// <summary>Reads a file with a JSON value in each line, or one value over all lines.</summary>
    public static VectorTable Read(string path)
    {
        var rows = new VectorRows(path, "JSON Lines");
        var lines = LineFile.Read(path).ToList();
        if (lines.Count > 0 && (lines.TrueForAll(static line => line.Value is null) || lines.Count == 1))
        {
            if (Whole(path) is { } whole && ReadWhole(whole, rows))
                return rows.Build();
            if (lines.TrueForAll(static line => line.Value is null))
                throw InterchangeException.Damaged(path, "is neither JSON nor lines of JSON");
        }

        foreach (var (line, value) in lines)
            ReadRow(VectorRows.LineName(line), value, rows);
        var vectors = Path.ChangeExtension(path, ".npy");
        if (rows.HasOnlySkipped && File.Exists(vectors))
            rows.Note($"names the rows of {Path.GetFileName(vectors)}, which has the vectors: import that file");
        return rows.Build();
    }

    private static JsonElement? Whole(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(LenientJson.ToStrict(InterchangeFile.Read(path)));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a list of rows, or the answer of an embeddings endpoint, whose rows are numbered.</summary>
    private static bool ReadWhole(JsonElement whole, VectorRows rows)
    {
        if (whole.ValueKind == JsonValueKind.Array)
        {
            var number = 0;
            foreach (var item in whole.EnumerateArray())
                ReadRow(VectorRows.RowName(number++), item, rows);
            return true;
        }

        if (RowKeys.Member(whole, "data") is not { ValueKind: JsonValueKind.Array } data)
            return false;
        rows.HasPaths = false;
        // The rows stand in any order; their index says which text or picture they belong to.
        var items = data.EnumerateArray().Select((item, place) => (Item: item, Index: IndexOf(item) ?? place));
        foreach (var (item, index) in items.OrderBy(static item => item.Index))
            AddVector(VectorRows.RowName(index), VectorRows.Number(index), item, item, rows);
        return true;
    }

    private static long? IndexOf(JsonElement item) =>
        RowKeys.Member(item, "index") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt64(out var value)
            ? value
            : null;

    private static void ReadRow(string name, JsonElement? value, VectorRows rows)
    {
        if (value is not { } row)
        {
            rows.Skip(name, null, "not JSON");
            return;
        }

        var id = RowKeys.PathOf(row);
        if (RowKeys.Member(row, "response") is not { } response)
        {
            AddVector(name, id, row, row, rows);
            return;
        }

        // A line of a batch's answer. Its own id is that of the request; custom_id is the caller's.
        if (RowKeys.Member(response, "status_code") is { ValueKind: JsonValueKind.Number } status
            && status.TryGetInt32(out var code) && code != 200)
        {
            rows.Skip(name, id, $"status {code}");
        }
        else if (RowKeys.Member(response, "body") is { } body
            && RowKeys.Member(body, "data") is { ValueKind: JsonValueKind.Array } data && data.GetArrayLength() == 1)
        {
            AddVector(name, id, data[0], row, rows);
        }
        else
        {
            rows.Skip(name, id, "no vector");
        }
    }

    private static void AddVector(string name, string? id, JsonElement holder, JsonElement row, VectorRows rows)
    {
        // What this program's own vectors of texts and pictures say of themselves.
        if (RowKeys.Member(row, "kind") is { } kind && RowKeys.TextOf(kind) == "text")
            rows.Skip(name, id, "a text, not a picture");
        else if (RowKeys.Find(holder, RowKeys.Vectors) is not { } value)
            rows.Skip(name, id, "no vector");
        else if (RowKeys.ReadVector(value, out var vector) is { } problem)
            rows.Skip(name, id, problem);
        else
            rows.Add(name, id, vector, RowKeys.CaptionsOf(row));
    }
}
