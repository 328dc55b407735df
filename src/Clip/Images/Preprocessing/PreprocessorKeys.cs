using System.Text.Json;

namespace Clip.Images.Preprocessing;

/// <summary>How a size is written, which decides its meaning.</summary>
internal enum SizeKind
{
    Number,
    Sides,
    ShortestEdge,
}

/// <summary>
/// The keys of a preprocessor configuration. A key that is null counts as missing; a value of the wrong type is an
/// error that names the key and the value.
/// </summary>
/// <param name="name">The file's name for errors.</param>
/// <param name="root">The object with the keys.</param>
internal sealed class PreprocessorKeys(string name, JsonElement root)
{
    public bool? ReadBool(string key) => Find(key) switch
    {
        null => null,
        (_, { ValueKind: JsonValueKind.True }) => true,
        (_, { ValueKind: JsonValueKind.False }) => false,
        (_, var value) => throw Unknown(key, value),
    };

    /// <summary>The first of these keys that exists and is not null.</summary>
    public (string Key, JsonElement Value)? Find(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null)
                return (key, value);
        }

        return null;
    }

    /// <summary>A number, <c>{"shortest_edge": n}</c>, <c>{"height": h, "width": w}</c> or <c>[h, w]</c>.</summary>
    public (int Width, int Height, SizeKind Kind)? ReadSize(ReadOnlySpan<string> keys)
    {
        if (Find(keys) is not (var key, var value))
            return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return (Edge(value), Edge(value), SizeKind.Number);
            case JsonValueKind.Array when value.GetArrayLength() == 2:
                return (Edge(value[1]), Edge(value[0]), SizeKind.Sides);
            case JsonValueKind.Array when value.GetArrayLength() == 1:
                return (Edge(value[0]), Edge(value[0]), SizeKind.Number);
            case JsonValueKind.Object when Member("height") is { } height && Member("width") is { } width:
                return (Edge(width), Edge(height), SizeKind.Sides);
            case JsonValueKind.Object when Member("shortest_edge") is { } edge && Member("longest_edge") is null:
                return (Edge(edge), Edge(edge), SizeKind.ShortestEdge);
            default:
                throw Unknown(key, value);
        }

        JsonElement? Member(string property) =>
            value.TryGetProperty(property, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

        int Edge(JsonElement edge) =>
            edge.ValueKind == JsonValueKind.Number && edge.TryGetInt32(out var pixels)
            && pixels is > 0 and <= PreprocessorConfig.MaxEdge
                ? pixels
                : throw Unknown(key, value);
    }

    /// <summary>A whole number from 1 to a limit.</summary>
    public int? ReadCount(string key, int max) => Find(key) switch
    {
        null => null,
        (_, { ValueKind: JsonValueKind.Number } value) when value.TryGetInt32(out var count) && count > 0
            && count <= max => count,
        (_, var value) => throw Unknown(key, value),
    };

    /// <summary>
    /// Whether the class with which Hugging Face's library reads the file is one of these; its name may go on, as in
    /// <c>CLIPImageProcessorFast</c>.
    /// </summary>
    public bool IsProcessor(params ReadOnlySpan<string> names)
    {
        if (Find("image_processor_type", "feature_extractor_type") is not (_, { ValueKind: JsonValueKind.String } type))
            return false;
        foreach (var name in names)
        {
            if (type.GetString()!.StartsWith(name, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>The names and values of all keys.</summary>
    public IEnumerable<JsonProperty> All => root.EnumerateObject();

    public (byte Red, byte Green, byte Blue) ReadColor()
    {
        if (Find("fill_color") is not (var key, var value))
            return default;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetByte(out var gray))
            return (gray, gray, gray);
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 3
            && value.EnumerateArray().All(static channel => channel.ValueKind == JsonValueKind.Number)
            && value[0].TryGetByte(out var red)
            && value[1].TryGetByte(out var green)
            && value[2].TryGetByte(out var blue)
            ? (red, green, blue)
            : throw Unknown(key, value);
    }

    public (float Red, float Green, float Blue)? ReadChannels(params ReadOnlySpan<string> keys)
    {
        if (Find(keys) is not (var key, var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return (value.GetSingle(), value.GetSingle(), value.GetSingle());
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 3)
            throw Unknown(key, value);
        foreach (var channel in value.EnumerateArray())
        {
            if (channel.ValueKind != JsonValueKind.Number)
                throw Unknown(key, value);
        }

        return (value[0].GetSingle(), value[1].GetSingle(), value[2].GetSingle());
    }

    public void Reject(string key, Func<JsonElement, bool> isUnsupported, string why)
    {
        if (Find(key) is (_, var value) && isUnsupported(value))
            throw Unsupported(key, why);
    }

    /// <summary>The error for a step that is not done here.</summary>
    public ClipException Unsupported(string key, string why)
    {
        var value = Find(key) is (_, var found) ? Shorten(found.GetRawText()) : "missing";
        return new ClipException(name, $"\"{key}\" is {value}: {why}", "use another export of the model");
    }

    public ClipException Unknown(string key, JsonElement value) => new(
        name,
        $"\"{key}\" has the unknown value {Shorten(value.GetRawText())}",
        "use another export of the model, or correct the file");

    public ClipException Missing(string key) => new(
        name, $"\"{key}\" is missing", "use another export of the model, or complete the file");

    private static string Shorten(string json) => json.Length <= 60 ? json : json[..57] + "...";
}
