using System.Text;
using System.Text.Json;

namespace Clip.Text.Loading;

/// <summary>
/// An object of a tokenizer file and its path in the file, which every error names. Unknown properties are errors,
/// because an unknown option could change the ids.
/// </summary>
internal readonly struct JsonComponent(JsonElement element, string path, string source)
{
    public JsonElement Element { get; } = element;

    public string Path { get; } = path;

    /// <summary>The file, for errors.</summary>
    public string Source { get; } = source;

    /// <summary>The type of the component.</summary>
    public string Type => Text("type");

    public TokenizerException Error(string problem) =>
        FileErrors.Unsupported(Source, $"{Path} {problem}");

    public TokenizerException UnknownType() => Error($"has the unknown type '{Type}'");

    /// <summary>Throws if there is a property with another name.</summary>
    public void Allow(params ReadOnlySpan<string> names)
    {
        RequireObject();
        foreach (var property in Element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
                throw Error($"has the unknown option '{property.Name}'");
        }
    }

    public bool Has(string name)
    {
        RequireObject();
        return Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    public JsonComponent Child(string name)
    {
        RequireObject();
        return Element.TryGetProperty(name, out var value)
            ? new JsonComponent(value, $"{Path}.{name}", Source)
            : throw Error($"lacks '{name}'");
    }

    public JsonComponent[] Items(string name)
    {
        var child = Child(name);
        if (child.Element.ValueKind != JsonValueKind.Array)
            throw child.Error("is not a list");
        var items = new JsonComponent[child.Element.GetArrayLength()];
        for (var i = 0; i < items.Length; i++)
            items[i] = new JsonComponent(child.Element[i], $"{child.Path}[{i}]", Source);
        return items;
    }

    public string Text(string name)
    {
        var child = Child(name);
        return child.Element.ValueKind == JsonValueKind.String
            ? child.Element.GetString()!
            : throw child.Error("is not a string");
    }

    public byte[] Utf8(string name) => Encoding.UTF8.GetBytes(Text(name));

    public bool Flag(string name, bool? defaultValue = null)
    {
        if (defaultValue is { } value && !Has(name))
            return value;
        var child = Child(name);
        return child.Element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw child.Error("is not true or false"),
        };
    }

    /// <summary>A count or an id.</summary>
    public int Number(string name)
    {
        var child = Child(name);
        return child.Element.ValueKind == JsonValueKind.Number && child.Element.TryGetInt32(out var value) && value >= 0
            ? value
            : throw child.Error("is not a whole number from 0 to 2147483647");
    }

    private void RequireObject()
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Error("is not an object");
    }
}
