using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>
/// Finds the path, the captions and the vector in the objects of a JSON file, under the names in use.
/// </summary>
internal static class RowKeys
{
    /// <summary>The names of columns and keys that hold paths and nothing else, the most telling first.</summary>
    public static readonly string[] CertainPaths =
    [
        "path", "image_path", "img_path", "filepath", "file_path", "file", "filename", "file_name", "image_file",
        "image_filename", "originalPath", "image", "custom_id", "input",
    ];

    /// <summary>The names of columns and keys that hold paths or something else that names a row.</summary>
    public static readonly string[] OtherNames = ["url", "id", "key", "name"];

    /// <summary>The names of columns and keys that hold paths, the most telling first.</summary>
    public static readonly string[] Paths = [.. CertainPaths, .. OtherNames];

    /// <summary>The names of columns and keys that hold captions.</summary>
    public static readonly string[] Captions = ["captions", "caption", "text", "texts", "description"];

    /// <summary>The names of columns and keys that hold vectors, the most telling first.</summary>
    public static readonly string[] Vectors =
    [
        "image_embedding", "embedding", "vector", "embeddings", "emb", "image_embeds", "values", "features",
        "image_embeddings", "image_features", "img_emb", "image_vector", "vectors",
    ];

    /// <summary>What often names a row, but is a path only if it looks like one.</summary>
    private static readonly string[] LikelyPaths = ["id", "_id", "key", "name", "source", "src", "uri", "url"];

    /// <summary>Objects in which databases of vectors keep what else they know of a row.</summary>
    private static readonly string[] Holders =
        ["metadata", "payload", "properties", "fields", "attributes", "_source"];

    /// <summary>
    /// The path of an object: what is certainly one, then what looks like one, in itself or in its metadata, and what
    /// else names it; null where nothing does.
    /// </summary>
    public static string? PathOf(JsonElement row)
    {
        var holders = HoldersOf(row);
        return TextIn(row, CertainPaths) ?? LikelyIn(row)
            ?? holders.Select(static holder => TextIn(holder, CertainPaths) ?? LikelyIn(holder))
                .FirstOrDefault(static text => text is not null)
            ?? Find(row, OtherNames, static value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                switch
            {
                { ValueKind: JsonValueKind.String } text => TextOf(text),
                { } number => number.GetRawText(),
                _ => null,
            };
    }

    /// <summary>The captions of an object, or of its metadata.</summary>
    public static IReadOnlyList<string> CaptionsOf(JsonElement row)
    {
        var value = Find(row, Captions) ?? HoldersOf(row).Select(static holder => Find(holder, Captions))
            .FirstOrDefault(static found => found is not null);
        return value switch
        {
            { ValueKind: JsonValueKind.String } text when TextOf(text) is { } caption => [caption],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(TextOf).OfType<string>()],
            _ => [],
        };
    }

    /// <summary>The vector of an object, or of its metadata; null where it has none.</summary>
    public static JsonElement? VectorOf(JsonElement row) => Find(row, Vectors)
        ?? HoldersOf(row).Select(static holder => Find(holder, Vectors))
            .FirstOrDefault(static found => found is not null);

    /// <summary>The value of the first of some keys that an object has, however it spells them.</summary>
    /// <param name="row">The object.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="fits">What the value has to be; null for anything.</param>
    public static JsonElement? Find(JsonElement row, string[] keys, Func<JsonElement, bool>? fits = null)
    {
        if (row.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var key in keys)
        {
            if ((Member(row, key) ?? OtherSpelling(row, key)) is { ValueKind: not JsonValueKind.Null } value
                && fits?.Invoke(value) != false)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A member of an object; null where there is none.</summary>
    public static JsonElement? Member(JsonElement row, string key)
    {
        try
        {
            return row.ValueKind == JsonValueKind.Object && row.TryGetProperty(key, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair.
            return null;
        }
    }

    /// <summary>The members of an object; those whose names are no text are left out.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement row)
    {
        foreach (var member in row.EnumerateObject())
        {
            if (NameOf(member) is { } name)
                yield return (name, member.Value);
        }
    }

    /// <summary>A string; null where it is none, or is no text because of half of a surrogate pair.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static List<JsonElement> HoldersOf(JsonElement row) => [.. Holders
        .Select(name => Member(row, name)).OfType<JsonElement>()
        .Where(static holder => holder.ValueKind == JsonValueKind.Object)];

    private static string? TextIn(JsonElement row, string[] keys) =>
        Find(row, keys, static value => value.ValueKind == JsonValueKind.String) is { } value ? TextOf(value) : null;

    private static string? LikelyIn(JsonElement row) =>
        Find(row, LikelyPaths, static value => TextOf(value) is { } text && RowPaths.IsLikely(text)) is { } value
            ? TextOf(value)
            : null;

    private static JsonElement? OtherSpelling(JsonElement row, string key)
    {
        foreach (var member in row.EnumerateObject())
        {
            if (NameOf(member) is { } name && ColumnNames.AreAlike(name, key))
                return member.Value;
        }

        return null;
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
