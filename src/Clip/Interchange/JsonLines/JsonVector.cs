using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>Reads vectors from JSON: numbers, or 32-bit numbers in base64, of its usual or its web alphabet.</summary>
internal static class JsonVector
{
    private static readonly string[] Pictures = ["image", "img", "clip", "default"];

    /// <summary>Whether a value holds a list of vectors rather than one.</summary>
    public static bool IsList(JsonElement value) => value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() > 0
        && value[0].ValueKind is JsonValueKind.Array or JsonValueKind.Object;

    /// <summary>Reads a vector.</summary>
    /// <param name="value">
    /// The value; also a list of one vector, or an object of one or of vectors of which one is named as that of the
    /// picture.
    /// </param>
    /// <param name="vector">The vector.</param>
    /// <returns>Why it is none; null where it is one.</returns>
    public static string? Read(JsonElement value, out float[] vector)
    {
        vector = [];
        if (RowKeys.TextOf(value) is { } text)
            return ReadBase64(text, out vector);
        if (value.ValueKind == JsonValueKind.Object)
        {
            var named = RowKeys.Find(value, RowKeys.Vectors) ?? RowKeys.Find(value, Pictures);
            if (named is null && value.EnumerateObject().Take(2).ToList() is [var only])
                named = only.Value;
            return named is { ValueKind: JsonValueKind.Array } found ? ReadNumbers(found, out vector) : "no vector";
        }

        if (value.ValueKind != JsonValueKind.Array)
            return "no vector";
        return ReadNumbers(
            value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.Array ? value[0] : value, out vector);
    }

    private static string? ReadNumbers(JsonElement value, out float[] vector)
    {
        vector = [];
        var values = new float[value.GetArrayLength()];
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Null)
                return "a null in the vector";
            if (item.ValueKind == JsonValueKind.String)
            {
                return RowKeys.TextOf(item) switch
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

    private static string? ReadBase64(string text, out float[] vector)
    {
        vector = [];
        var usual = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        usual = usual.PadRight((usual.Length + 3) / 4 * 4, '=');
        var bytes = new byte[usual.Length / 4 * 3];
        if (!Convert.TryFromBase64String(usual, bytes, out var length))
            return "not base64";
        if (length % sizeof(float) != 0)
            return $"{length:N0} bytes, which are no 32-bit numbers";
        vector = FloatValues.FromSingles(bytes.AsSpan(0, length));
        return null;
    }
}
