using System.Text.Json;

namespace Clip.Models;

/// <summary>
/// The facts that a model's JSON files state in many spellings, looked up by path. Absent keys are null;
/// a present key of the wrong type is null too, since configurations in the wild carry much that no encoder reads.
/// </summary>
internal sealed class ModelConfig
{
    private readonly JsonElement _root;

    private ModelConfig(string? path, JsonElement root)
    {
        File = path;
        _root = root;
    }

    /// <summary>A configuration without any keys, for folders that have no such file.</summary>
    public static ModelConfig Empty { get; } = new(null, default);

    /// <summary>The file that it was read from, or null.</summary>
    public string? File { get; }

    /// <summary>Reads a JSON file, or <see cref="Empty"/> where there is none.</summary>
    /// <exception cref="ModelException">The file is not a JSON object.</exception>
    public static ModelConfig Read(string? path)
    {
        if (path is null)
            return Empty;
        var root = JsonFile.Read(path);
        return root.ValueKind == JsonValueKind.Object
            ? new ModelConfig(path, root)
            : throw new ModelException(path, "is not a JSON object", "download the file again");
    }

    /// <summary>The text at a path of keys, such as <c>Text("text_config", "model_type")</c>.</summary>
    public string? Text(params ReadOnlySpan<string> path) => Find(path) is { } value ? AsText(value) : null;

    /// <summary>The number at a path of keys.</summary>
    public double? Number(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The positive number at a path of keys that fits a count. Python writes "no limit" as 1e30, which does not.</summary>
    public int? Count(params ReadOnlySpan<string> path) =>
        Number(path) is { } number and >= 1 and <= 1_000_000 ? (int)number : null;

    /// <summary>The id at a path of keys: zero or more.</summary>
    public int? Id(params ReadOnlySpan<string> path) =>
        Number(path) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    /// <summary>The truth value at a path of keys.</summary>
    public bool? Flag(params ReadOnlySpan<string> path) => Find(path)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The numbers of a list, or null where there is no list of numbers.</summary>
    public double[]? Numbers(params ReadOnlySpan<string> path)
    {
        if (Find(path) is not { ValueKind: JsonValueKind.Array } list)
            return null;
        var numbers = new double[list.GetArrayLength()];
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetDouble(out numbers[index++]))
                return null;
        }
        return numbers;
    }

    /// <summary>The names and texts of an object's text members; empty where there is no object.</summary>
    public IReadOnlyDictionary<string, string> Texts(params ReadOnlySpan<string> path)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        if (Find(path) is { ValueKind: JsonValueKind.Object } value)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (AsText(member.Value) is { } text && NameOf(member) is { } name)
                    texts[name] = text;
            }
        }
        return texts;
    }

    /// <summary>The text of a token that is written either as a string or as an object with its content.</summary>
    public string? Token(string key) => Text(key) ?? Text(key, "content");

    /// <summary>Whether there is anything at a path of keys.</summary>
    public bool Has(params ReadOnlySpan<string> path) => Find(path) is { ValueKind: not JsonValueKind.Null };

    private JsonElement? Find(ReadOnlySpan<string> path)
    {
        var value = _root;
        try
        {
            foreach (var key in path)
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(key, out value))
                    return null;
            }
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair among the names: no text, and no name that we look for
        }
        return value;
    }

    private static string? AsText(JsonElement value)
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
