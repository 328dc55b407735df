using System.Text.Json;
using Clip.Server.Problems;

namespace Clip.Server.Bodies;

/// <summary>
/// Reads members of JSON objects. A member that is null counts as missing, because many clients send all that they
/// know.
/// </summary>
internal static class JsonMembers
{
    /// <summary>A member that is neither missing nor null.</summary>
    public static JsonElement? Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member)
        && member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? member
            : null;

    /// <summary>A text.</summary>
    /// <exception cref="RequestException">The member is something else.</exception>
    public static string? Text(this JsonElement value, string name) =>
        value.Member(name) is { } member ? TextOf(member, name) : null;

    /// <summary>A whole number.</summary>
    /// <exception cref="RequestException">The member is something else.</exception>
    public static int? Integer(this JsonElement value, string name)
    {
        if (value.Member(name) is not { } member)
            return null;
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number)
            ? number
            : throw RequestException.Invalid(name, $"'{name}' must be a whole number.");
    }

    /// <summary>A number.</summary>
    /// <exception cref="RequestException">The member is something else.</exception>
    public static double? Number(this JsonElement value, string name)
    {
        if (value.Member(name) is not { } member)
            return null;
        return member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var number)
            && double.IsFinite(number)
            ? number
            : throw RequestException.Invalid(name, $"'{name}' must be a number.");
    }

    /// <summary>The texts of a list, or of one text.</summary>
    /// <exception cref="RequestException">The member is something else.</exception>
    public static IReadOnlyList<string> Texts(this JsonElement value, string name)
    {
        if (value.Member(name) is not { } member)
            return [];
        return member.ValueKind == JsonValueKind.Array
            ? [.. member.EnumerateArray().Select(item => TextOf(item, name))]
            : [TextOf(member, name)];
    }

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="RequestException">It is something else, or no valid Unicode.</exception>
    public static string TextOf(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw RequestException.Invalid(name, $"'{name}' must be a text.");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            throw RequestException.Invalid(name, $"'{name}' is not valid Unicode.");
        }
    }
}
