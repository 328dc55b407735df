using System.Globalization;
using System.Text;
using Clip.Cli.Showing;

namespace Clip.Cli.Executing;

/// <summary>A word of a command, in which <c>{}</c> and its like stand for parts of a result, as in fd.</summary>
internal sealed class PlaceholderText
{
    private static readonly Dictionary<string, Func<ShownPicture, string>> Placeholders = new()
    {
        ["{}"] = static result => result.Path,
        ["{/}"] = static result => System.IO.Path.GetFileName(result.Path),
        ["{//}"] = static result => Folder(result.Path),
        ["{.}"] = static result => System.IO.Path.ChangeExtension(result.Path, null),
        ["{/.}"] = static result => System.IO.Path.GetFileNameWithoutExtension(result.Path),
        ["{rank}"] = static result => result.Rank.ToString(CultureInfo.InvariantCulture),
        ["{score}"] = static result => result.Score?.ToString("R", CultureInfo.InvariantCulture) ?? "",
    };

    private readonly List<(string Literal, Func<ShownPicture, string>? Value)> _parts = [];

    private PlaceholderText()
    {
    }

    /// <summary>The word <c>{}</c>.</summary>
    public static PlaceholderText Path { get; } = Parse("{}");

    /// <summary>The names of the placeholders, with their braces.</summary>
    public static IReadOnlyCollection<string> Names => Placeholders.Keys;

    /// <summary>Whether the word depends on the result.</summary>
    public bool HasPlaceholder => _parts.Exists(static part => part.Value is not null);

    /// <summary>The word where it has no placeholder.</summary>
    public string Literal => string.Concat(_parts.Select(static part => part.Literal));

    /// <summary>Reads a word. Doubled braces are braces, and other words in braces stay as they are.</summary>
    public static PlaceholderText Parse(string word)
    {
        var text = new PlaceholderText();
        var literal = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            if (Placeholders.Keys.FirstOrDefault(name => word.AsSpan(i).StartsWith(name)) is { } found)
            {
                text._parts.Add((literal.ToString(), Placeholders[found]));
                literal.Clear();
                i += found.Length - 1;
                continue;
            }
            literal.Append(word[i]);
            if (word[i] is '{' or '}' && i + 1 < word.Length && word[i + 1] == word[i])
                i++;
        }
        text._parts.Add((literal.ToString(), null));
        return text;
    }

    /// <summary>The word for a result.</summary>
    public string Expand(ShownPicture result) =>
        string.Concat(_parts.Select(part => part.Literal + part.Value?.Invoke(result)));

    private static string Folder(string path) =>
        System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";
}
