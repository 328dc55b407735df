using System.Text.Json;

namespace Clip.Models.Configuration;

/// <summary>
/// A JSON file of a model, looked up by paths of keys. Absent keys are null. A key whose value has the wrong type is
/// null too, because published configurations contain much that no encoder reads.
/// </summary>
internal sealed class ModelConfig
{
    private const int MaxCount = 1_000_000;

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

    /// <summary>Reads a JSON file; <see cref="Empty"/> where there is none.</summary>
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
    public string? Text(params ReadOnlySpan<string> path) => Find(path) is { } value ? SafeJson.Text(value) : null;

    /// <summary>The finite number at a path of keys.</summary>
    public double? Number(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.Number } value
            && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>
    /// The number at a path of keys, from 1 to a million. Python writes "no limit" as 1e30, which counts as absent.
    /// </summary>
    public int? Count(params ReadOnlySpan<string> path) =>
        Number(path) is { } number and >= 1 and <= MaxCount ? (int)number : null;

    /// <summary>The id at a path of keys: zero or more.</summary>
    public int? Id(params ReadOnlySpan<string> path) =>
        Number(path) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    /// <summary>The Boolean at a path of keys.</summary>
    public bool? Flag(params ReadOnlySpan<string> path) => Find(path)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The numbers of an array; null where there is no array of numbers.</summary>
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

    /// <summary>The string properties of an object by name; empty where there is no object.</summary>
    public IReadOnlyDictionary<string, string> Texts(params ReadOnlySpan<string> path)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (var member in SafeJson.Members(Find(path)))
        {
            if (SafeJson.Text(member.Value) is { } text && SafeJson.Name(member) is { } name)
                texts[name] = text;
        }
        return texts;
    }

    /// <summary>A token's text, whether it is written as a string or as an object with a <c>content</c>.</summary>
    public string? Token(string key) => Text(key) ?? Text(key, "content");

    /// <summary>Whether there is a value other than null at a path of keys.</summary>
    public bool Has(params ReadOnlySpan<string> path) => Find(path) is { ValueKind: not JsonValueKind.Null };

    private JsonElement? Find(ReadOnlySpan<string> path)
    {
        JsonElement? value = _root;
        foreach (var key in path)
        {
            if (value is not { } parent)
                return null;
            value = SafeJson.Member(parent, key);
        }
        return value;
    }
}
