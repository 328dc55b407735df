using System.Globalization;
using System.Text;

namespace Clip.Cli.Showing;

/// <summary>
/// A line per result in the user's own form, as <c>{path}\t{score:.3f}</c>: fields in braces, with an optional number
/// of digits, and <c>\t</c>, <c>\n</c>, <c>\0</c> and <c>\\</c>. Doubled braces are braces.
/// </summary>
internal sealed class ResultTemplate
{
    private readonly IReadOnlyList<Part> _parts;

    private ResultTemplate(IReadOnlyList<Part> parts) => _parts = parts;

    /// <summary>The names of the fields.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        ["rank", "path", "name", "folder", "score", "caption", "captured", "position"];

    /// <summary>The fields that take a number of digits.</summary>
    private static readonly string[] Numbers = ["score", "position"];

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>The template; null where something is wrong.</returns>
    public static ResultTemplate? Parse(string text, out string? problem)
    {
        List<Part> parts = [];
        var literal = new StringBuilder();
        problem = null;
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            switch (text[i])
            {
                case '\\' when Escaped(next) is { } character:
                    literal.Append(character);
                    i++;
                    break;
                case '{' or '}' when text[i] == next:
                    literal.Append(next);
                    i++;
                    break;
                case '{':
                    var end = text.IndexOf('}', i);
                    var field = end < 0 ? null : Field(text[(i + 1)..end], out problem);
                    problem ??= end < 0 ? "a { has no }; write {{ for a brace" : null;
                    if (field is null)
                        return null;
                    parts.Add(new Part(literal.ToString(), null, null));
                    literal.Clear();
                    parts.Add(field);
                    i = end;
                    break;
                case '}':
                    problem = "a } has no {; write }} for a brace";
                    return null;
                default:
                    literal.Append(text[i]);
                    break;
            }
        }
        parts.Add(new Part(literal.ToString(), null, null));
        return new ResultTemplate(parts);
    }

    /// <summary>The text of a result, without the line's end.</summary>
    public string Format(ShownPicture picture)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
            text.Append(part.Literal).Append(Value(picture, part));
        return text.ToString();
    }

    private static string? Value(ShownPicture picture, Part part) => part.Field switch
    {
        "rank" => picture.Rank.ToString(CultureInfo.InvariantCulture),
        "path" => picture.Path,
        "name" => Path.GetFileName(picture.Path),
        "folder" => Path.GetDirectoryName(picture.Path) is { Length: > 0 } folder ? folder : ".",
        "score" => picture.Score?.ToString(
            part.Digits is { } digits ? $"F{digits}" : "R", CultureInfo.InvariantCulture),
        "position" => picture.Position?.ToString(
            part.Digits is { } digits ? $"F{digits}" : "R", CultureInfo.InvariantCulture),
        "caption" => picture.Caption,
        "captured" => picture.Captured,
        _ => null,
    };

    private static char? Escaped(char letter) => letter switch
    {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        '0' => '\0',
        'e' => '\e',
        '\\' => '\\',
        _ => null,
    };

    private static Part? Field(string text, out string? problem)
    {
        var parts = text.Split(':', 2);
        problem = null;
        if (!Fields.Contains(parts[0]))
            problem = $"{{{parts[0]}}} is not one of {string.Join(", ", Fields)}";
        else if (parts.Length == 1)
            return new Part("", parts[0], null);
        else if (!Numbers.Contains(parts[0]) || Digits(parts[1]) is not { } digits)
            problem = $"{{{text}}}: only {string.Join(" and ", Numbers)} take digits, as {{score:.3f}} does";
        else
            return new Part("", parts[0], digits);
        return null;
    }

    /// <summary>The digits after the point that <c>.3f</c>, <c>.3</c> or <c>3</c> ask for.</summary>
    private static int? Digits(string text)
    {
        var number = text.TrimStart('.').TrimEnd('f');
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits <= 20
            ? digits
            : null;
    }

    private sealed record Part(string Literal, string? Field, int? Digits);
}
