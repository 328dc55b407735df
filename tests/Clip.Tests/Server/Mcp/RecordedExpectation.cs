using System.Text.Json;
using System.Text.RegularExpressions;

namespace Clip.Tests.Server.Mcp;

/// <summary>The part of JSON Schema with which the recordings say what a client needs.</summary>
internal static class RecordedExpectation
{
    /// <summary>What is wrong with a value; null where nothing is.</summary>
    public static string? Problem(JsonElement value, JsonElement schema, string at = "message")
    {
        if (schema.TryGetProperty("anyOf", out var any)
            && any.EnumerateArray().All(one => Problem(value, one, at) is not null))
        {
            return $"{at} is none of what it may be: {value}";
        }
        if (schema.TryGetProperty("const", out var constant) && constant.ToString() != value.ToString())
            return $"{at} is {value}, not {constant}";
        if (schema.TryGetProperty("enum", out var set)
            && set.EnumerateArray().All(one => one.ToString() != value.ToString()))
        {
            return $"{at} is {value}, none of {set}";
        }
        if (schema.TryGetProperty("type", out var type) && !HasType(value, type.GetString()!))
            return $"{at} is {value}, not of type {type}";
        return value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(value, schema, at),
            JsonValueKind.Array => OfArray(value, schema, at),
            JsonValueKind.String when schema.TryGetProperty("pattern", out var pattern)
                && !Regex.IsMatch(value.GetString()!, pattern.GetString()!) => $"{at} is {value}, not like {pattern}",
            JsonValueKind.String when schema.TryGetProperty("minLength", out var least)
                && value.GetString()!.Length < least.GetInt32() => $"{at} is too short",
            _ => null,
        };
    }

    private static string? OfObject(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _))
                is { ValueKind: JsonValueKind.String } missing)
        {
            return $"{at} lacks {missing}: {value}";
        }
        return schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(property => value.TryGetProperty(property.Name, out var member)
                ? Problem(member, property.Value, $"{at}.{property.Name}")
                : null).FirstOrDefault(static problem => problem is not null)
            : null;
    }

    private static string? OfArray(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("minItems", out var least) && value.GetArrayLength() < least.GetInt32())
            return $"{at} has too few items";
        return schema.TryGetProperty("items", out var items)
            ? value.EnumerateArray().Select((item, i) => Problem(item, items, $"{at}[{i}]"))
                .FirstOrDefault(static problem => problem is not null)
            : null;
    }

    private static bool HasType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new ArgumentException(type),
    };
}
