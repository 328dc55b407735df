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

    /// <summary>Refuses members that mean nothing: a filter among them would look as if it had been applied.</summary>
    /// <param name="value">The object.</param>
    /// <param name="subject">What errors call it.</param>
    /// <param name="known">The names of its members.</param>
    /// <exception cref="RequestException">There is another member.</exception>
    public static void RequireKnown(this JsonElement value, string subject, IReadOnlyCollection<string> known)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                throw Unknown(subject, member.Name, known);
        }
    }

    /// <summary>Something has a name that means nothing.</summary>
    public static RequestException Unknown(string subject, string name, IReadOnlyCollection<string> known) =>
        RequestException.Invalid(name, $"{subject} has no '{name}'; it may have: {string.Join(", ", known)}.");

    /// <summary>A text.</summary>
    /// <exception cref="RequestException">The member is something else.</exception>
    public static string? Text(this JsonElement value, string name) =>
        value.Member(name) is { } member ? TextOf(member, name) : null;

    /// <summary>A whole number, which may be written as <c>3.0</c> or <c>3e0</c>.</summary>
    /// <exception cref="RequestException">The member is something else.</exception>
    public static int? Integer(this JsonElement value, string name)
    {
        if (value.Member(name) is not { } member)
            return null;
        return IsInteger(member, out var number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw RequestException.Invalid(name, $"'{name}' must be a whole number.");
    }

    /// <summary>Whether a value is a whole number, as JSON Schema has it.</summary>
    public static bool IsInteger(JsonElement value, out long number)
    {
        number = 0;
        if (value.ValueKind != JsonValueKind.Number)
            return false;
        if (value.TryGetInt64(out number))
            return true;
        if (!value.TryGetDecimal(out var exact) || exact != decimal.Truncate(exact)
            || exact is < long.MinValue or > long.MaxValue)
        {
            return false;
        }
        number = (long)exact;
        return true;
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

    /// <summary>Whether <c>modality</c> says pictures, and not texts.</summary>
    /// <param name="value">The request.</param>
    /// <param name="usual">What is meant where it says neither.</param>
    /// <exception cref="RequestException">It says something else, which this server has no vectors of.</exception>
    public static bool ArePictures(this JsonElement value, string usual) =>
        (value.Text("modality") is { Length: > 0 } modality ? modality : usual) switch
        {
            "image" => true,
            "text" => false,
            var other => throw RequestException.Invalid(
                "modality", $"'modality' is '{other}'; this server knows text and image."),
        };
}
