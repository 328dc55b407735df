using System.Text.Json;

namespace Clip.Models.Configuration;

/// <summary>
/// Reads untrusted JSON without exceptions. System.Text.Json accepts half of a surrogate pair as an escape sequence and
/// throws <see cref="InvalidOperationException"/> only when the text or the property name is read. Such a text counts
/// as absent here.
/// </summary>
internal static class SafeJson
{
    /// <summary>The value of a string; null for any other value.</summary>
    public static string? Text(JsonElement value)
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

    /// <summary>The value of an object's property where it is a string; null otherwise.</summary>
    public static string? Text(JsonElement parent, string key) => Member(parent, key) is { } value ? Text(value) : null;

    /// <summary>The value of an integer; null for any other value.</summary>
    public static long? Integer(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The value of an object's property where it is an integer; null otherwise.</summary>
    public static long? Integer(JsonElement parent, string key) =>
        Member(parent, key) is { } value ? Integer(value) : null;

    /// <summary>An object's property; null where it has none of that name, or is not an object.</summary>
    public static JsonElement? Member(JsonElement parent, string key)
    {
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a property; null where it is not valid text.</summary>
    public static string? Name(JsonProperty member)
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

    /// <summary>The elements of an array; empty for any other value.</summary>
    public static IEnumerable<JsonElement> Elements(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The properties of an object; empty for any other value.</summary>
    public static IEnumerable<JsonProperty> Members(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } parent ? parent.EnumerateObject() : [];
}
