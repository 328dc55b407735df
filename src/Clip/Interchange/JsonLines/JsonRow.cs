using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>Reads one row: an object with a path and a vector, or a line of the answer of OpenAI's batches.</summary>
internal static class JsonRow
{
    public static void Read(string name, JsonElement? value, VectorRows rows)
    {
        if (value is not { } row)
        {
            rows.Skip(name, null, "not JSON");
            return;
        }

        var id = RowKeys.PathOf(row);
        var response = RowKeys.Member(row, "response");
        // A line of a batch's answer. Its own id is that of the request; custom_id is the caller's.
        if (response is { } answer
            && RowKeys.Member(answer, "status_code") is { ValueKind: JsonValueKind.Number } status
            && status.TryGetInt32(out var code) && code != 200)
        {
            rows.Skip(name, id, $"status {code}");
        }
        else if ((response is { } known ? RowKeys.Member(known, "body") : row) is not { } body)
        {
            rows.Skip(name, id, "no vector");
        }
        else if (RowKeys.Member(body, "data") is not { ValueKind: JsonValueKind.Array } data
            || (response is null && data.GetArrayLength() != 1))
        {
            Add(name, id, body, row, rows);
        }
        else if (data.GetArrayLength() == 1)
        {
            Add(name, id, data[0], row, rows);
        }
        else
        {
            rows.Skip(name, id, $"{data.GetArrayLength():N0} vectors for one row");
        }
    }

    /// <summary>Adds a row.</summary>
    /// <param name="name">Which row it is, for people.</param>
    /// <param name="id">What names it.</param>
    /// <param name="holder">The object with the vector, or the vector.</param>
    /// <param name="row">The object with everything else.</param>
    /// <param name="rows">The rows.</param>
    public static void Add(string name, string? id, JsonElement holder, JsonElement row, VectorRows rows)
    {
        // What this program's own vectors of texts and pictures say of themselves.
        if (RowKeys.Member(row, "kind") is { } kind && RowKeys.TextOf(kind) == "text")
            rows.Skip(name, id, "a text, not a picture");
        else if ((holder.ValueKind == JsonValueKind.Array ? holder : RowKeys.VectorOf(holder)) is not { } value)
            rows.Skip(name, id, "no vector");
        else if (JsonVector.Read(value, out var vector) is { } problem)
            rows.Skip(name, id, problem);
        else
            rows.Add(name, id, vector, RowKeys.CaptionsOf(row));
    }
}
