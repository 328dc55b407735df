using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>
/// Reads a file that is one JSON value: a list of rows, an object that holds one, as the answers of an embeddings
/// endpoint and of databases of vectors, an object with a list for each column, or with a vector for each path.
/// </summary>
internal static class WholeJson
{
    private const int MaxDepth = 3;

    /// <returns>Whether the value holds rows; otherwise nothing is added.</returns>
    public static bool Read(JsonElement whole, VectorRows rows)
    {
        if (whole.ValueKind == JsonValueKind.Array)
        {
            ReadList(whole, rows);
            return true;
        }

        if (whole.ValueKind != JsonValueKind.Object)
            return false;
        var vectors = RowKeys.VectorOf(whole);
        if (vectors is { } columns && JsonVector.IsList(columns) && columns[0].ValueKind == JsonValueKind.Array
            && RowKeys.PathOf(whole) is null)
        {
            ReadColumns(whole, columns, rows);
        }
        else if (vectors is null && RowKeys.Member(whole, "response") is null && ListIn(whole, MaxDepth) is { } list)
        {
            ReadList(list, rows);
        }
        else if (vectors is { } items && JsonVector.IsList(items) && items[0].ValueKind == JsonValueKind.Object)
        {
            ReadList(items, rows);
        }
        else if (vectors is null && IsByPath(whole))
        {
            ReadByPath(whole, rows);
        }
        else
        {
            JsonRow.Read(VectorRows.LineName(1), whole, rows);
        }

        return true;
    }

    private static void ReadList(JsonElement list, VectorRows rows)
    {
        if (list.EnumerateArray().All(static item => IndexOf(item) is not null && RowKeys.PathOf(item) is null))
        {
            // The rows of an answer stand in any order; their index says which text or picture they belong to.
            rows.HasPaths = false;
            foreach (var (item, index) in list.EnumerateArray().Select(static item => (item, IndexOf(item)!.Value))
                .OrderBy(static one => one.Value))
            {
                JsonRow.Add(VectorRows.RowName(index), VectorRows.Number(index), item, item, rows);
            }

            return;
        }

        var number = 0;
        foreach (var item in list.EnumerateArray())
        {
            var name = VectorRows.RowName(number++);
            if (item.ValueKind == JsonValueKind.Array)
                JsonRow.Add(name, null, item, item, rows);
            else
                JsonRow.Read(name, item, rows);
        }
    }

    private static void ReadColumns(JsonElement whole, JsonElement vectors, VectorRows rows)
    {
        var count = vectors.GetArrayLength();
        var names = Column(whole, [.. RowKeys.CertainPaths, .. Plural(RowKeys.CertainPaths)], count);
        var records = Column(whole, ["metadatas", "metadata", "payloads"], count);
        var others = Column(whole, [.. RowKeys.OtherNames, .. Plural(RowKeys.OtherNames)], count);
        var captions = Column(whole, [.. RowKeys.Captions, "documents"], count);
        for (var row = 0; row < count; row++)
        {
            var name = VectorRows.RowName(row);
            var id = names is { } paths ? RowKeys.TextOf(paths[row]) : null;
            id ??= records is { } known ? RowKeys.PathOf(known[row]) : null;
            id ??= others is { } ids ? RowKeys.TextOf(ids[row]) : null;
            if (JsonVector.Read(vectors[row], out var vector) is { } problem)
                rows.Skip(name, id, problem);
            else
            {
                var caption = captions is { } texts ? RowKeys.TextOf(texts[row]) : null;
                rows.Add(name, id, vector, caption is null ? [] : [caption]);
            }
        }
    }

    private static void ReadByPath(JsonElement whole, VectorRows rows)
    {
        var number = 0;
        foreach (var (path, value) in RowKeys.Members(whole))
        {
            var name = VectorRows.RowName(number++);
            if (JsonVector.Read(value, out var vector) is { } problem)
                rows.Skip(name, path, problem);
            else
                rows.Add(name, path, vector);
        }
    }

    /// <summary>The list of rows in an object; the answer of an embeddings endpoint may have an empty one.</summary>
    private static JsonElement? ListIn(JsonElement holder, int depth)
    {
        if (RowKeys.Member(holder, "data") is { ValueKind: JsonValueKind.Array } data && data.GetArrayLength() == 0)
            return data;
        foreach (var (_, value) in RowKeys.Members(holder))
        {
            if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
                && value[0].ValueKind == JsonValueKind.Object)
            {
                return value;
            }

            if (value.ValueKind == JsonValueKind.Object && depth > 1 && ListIn(value, depth - 1) is { } inner)
                return inner;
        }

        return null;
    }

    private static bool IsByPath(JsonElement whole) => RowKeys.Members(whole).Any()
        && RowKeys.Members(whole).All(static member => member.Value.ValueKind == JsonValueKind.Array
            && member.Value.GetArrayLength() > 1 && member.Value[0].ValueKind == JsonValueKind.Number);

    private static JsonElement? Column(JsonElement whole, string[] names, int count) =>
        RowKeys.Find(whole, names, value => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == count);

    private static IEnumerable<string> Plural(string[] names) => names.Select(static name => name + "s");

    private static long? IndexOf(JsonElement item) =>
        RowKeys.Member(item, "index") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt64(out var value)
            ? value
            : null;
}
