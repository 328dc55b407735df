using System.Text.Json;

namespace Clip.Models;

/// <summary>
/// The facts that a model's JSON files state in many spellings, looked up by path. Absent keys are null;
/// a present key of the wrong type is null too, since configurations in the wild carry much that no encoder reads.
/// </summary>
internal sealed class ModelConfig
{
    private readonly JsonElement _root;

    private ModelConfig(JsonElement root) => _root = root;

    /// <summary>A configuration without any keys, for folders that have no such file.</summary>
    public static ModelConfig Empty { get; } = new(default);

    /// <summary>Reads a JSON file, or <see cref="Empty"/> where it does not exist.</summary>
    /// <exception cref="ModelException">The file is not a JSON object.</exception>
    public static ModelConfig Read(string? path)
    {
        if (path is null || !File.Exists(path))
            return Empty;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 64 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new ModelConfig(document.RootElement.Clone());
            throw new ModelException(path, "is not a JSON object", "download the file again");
        }
        catch (JsonException error)
        {
            throw new ModelException(path, $"is not valid JSON (line {error.LineNumber + 1})", "download the file again", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(path, $"cannot be read ({error.Message})", "check the file's permissions", error);
        }
    }

    /// <summary>The text at a path of keys, such as <c>Text("text_config", "model_type")</c>.</summary>
    public string? Text(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The number at a path of keys.</summary>
    public double? Number(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    /// <summary>The positive number at a path of keys that fits a count. Python writes "no limit" as 1e30, which does not.</summary>
    public int? Count(params ReadOnlySpan<string> path) =>
        Number(path) is { } number and >= 1 and <= 1_000_000 ? (int)number : null;

    /// <summary>The text of a token that is written either as a string or as an object with its content.</summary>
    public string? Token(string key) => Text(key) ?? Text(key, "content");

    private JsonElement? Find(ReadOnlySpan<string> path)
    {
        var value = _root;
        foreach (var key in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(key, out value))
                return null;
        }
        return value;
    }
}
