using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>
/// Finds the path, the captions and the vector in the objects of a JSON file, under the names in use.
/// </summary>
internal static class RowKeys
{
    /// <summary>The names of columns and keys that hold paths, the most telling first.</summary>
    public static readonly string[] Paths =
    [
        "path", "image_path", "filepath", "file_path", "file", "filename", "file_name", "originalPath", "image",
        "custom_id", "input", "url", "id", "key", "name",
    ];

    /// <summary>The names of columns and keys that hold captions.</summary>
    public static readonly string[] Captions = ["captions", "caption", "text", "texts", "description"];

    /// <summary>The names of columns and keys that hold vectors, the most telling first.</summary>
    public static readonly string[] Vectors =
    [
        "image_embedding", "embedding", "vector", "embeddings", "emb", "image_embeds", "values", "features",
    ];

    /// <summary>The path of an object; null where it has none.</summary>
    public static string? PathOf(JsonElement row) => Find(row, Paths) is { } value ? value.ValueKind switch
    {
        JsonValueKind.String => TextOf(value),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    } : null;

    /// <summary>The captions of an object, or of its <c>metadata</c>.</summary>
    public static IReadOnlyList<string> CaptionsOf(JsonElement row)
    {
        var value = Find(row, Captions);
        if (value is null && Member(row, "metadata") is { ValueKind: JsonValueKind.Object } metadata)
            value = Find(metadata, Captions);
        return value switch
        {
            { ValueKind: JsonValueKind.String } text when TextOf(text) is { } caption => [caption],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(TextOf).OfType<string>()],
            _ => [],
        };
    }

    /// <summary>The value of the first of some keys that an object has.</summary>
    public static JsonElement? Find(JsonElement row, string[] keys)
    {
        foreach (var key in keys)
        {
            if (Member(row, key) is { ValueKind: not JsonValueKind.Null } value)
                return value;
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

    /// <summary>Reads a vector: numbers, or 32-bit numbers in base64.</summary>
    /// <param name="value">The value.</param>
    /// <param name="vector">The vector.</param>
    /// <returns>Why it is none; null where it is one.</returns>
    public static string? ReadVector(JsonElement value, out float[] vector)
    {
        vector = [];
        if (TextOf(value) is { } text)
        {
            var bytes = new byte[text.Length / 4 * 3 + 3];
            if (!Convert.TryFromBase64String(text, bytes, out var length))
                return "not base64";
            if (length % sizeof(float) != 0)
                return $"{length:N0} bytes, which are no 32-bit numbers";
            vector = FloatValues.FromSingles(bytes.AsSpan(0, length));
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
            return "no vector";
        var values = new float[value.GetArrayLength()];
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Null)
                return "a null in the vector";
            if (item.ValueKind == JsonValueKind.String)
            {
                return TextOf(item) switch
                {
                    "NaN" => "NaN",
                    "Infinity" or "-Infinity" => "infinity",
                    _ => "no vector",
                };
            }

            if (item.ValueKind != JsonValueKind.Number || !item.TryGetSingle(out values[index++]))
                return "no vector";
        }

        vector = values;
        return null;
    }
}
