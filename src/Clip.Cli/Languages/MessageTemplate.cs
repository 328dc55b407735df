using System.Globalization;
using System.Text.RegularExpressions;

namespace Clip.Cli.Languages;

/// <summary>
/// An English text of a catalog with <c>{0}</c>, <c>{1}</c>, ... for values, which finds the values in a message again.
/// </summary>
internal sealed partial class MessageTemplate
{
    private readonly string[] _literals;
    private readonly int[] _values;

    /// <param name="english">The text.</param>
    /// <param name="translation">The same in another language; it may have the values in another order.</param>
    public MessageTemplate(string english, string translation)
    {
        Translation = translation;
        _literals = [.. Value().Split(english).Index().Where(static part => part.Index % 2 == 0)
            .Select(static part => part.Item.Replace("{{", "{", StringComparison.Ordinal)
                .Replace("}}", "}", StringComparison.Ordinal))];
        _values = [.. Value().Matches(english).Select(static match => int.Parse(
            match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture))];
    }

    /// <summary>The text in the other language.</summary>
    public string Translation { get; }

    /// <summary>How many characters of a message it fixes: of two that match, the one with more is meant.</summary>
    public int Length => _literals.Sum(static literal => literal.Length);

    /// <summary>
    /// Whether it adds something to another message, as <c>{0}; see: {1}</c> does. Such a text is looked for first: the
    /// last value of the message that it begins with would take what is added.
    /// </summary>
    public bool Extends => _literals[0].Length == 0
        && (_literals[1].StartsWith("; ", StringComparison.Ordinal)
            || _literals[1].StartsWith(" See: ", StringComparison.Ordinal));

    /// <summary>
    /// Whether it can be told from names of files, which are values themselves: <c>my pictures</c> is not
    /// <c>{0} pictures</c>. Such short texts are translated where they are made.
    /// </summary>
    public bool IsTelling => _literals.Any(static literal => literal.Contains(':', StringComparison.Ordinal))
        || _literals.Sum(static literal => Word().Count(literal)) > 1;

    /// <summary>Whether a text has places for values.</summary>
    public static bool HasValues(string english) => Value().IsMatch(english);

    /// <summary>The values of a message, in the order of their numbers; null where it is another message.</summary>
    public string[]? Match(string message)
    {
        if (!message.StartsWith(_literals[0], StringComparison.Ordinal))
            return null;
        var values = new string[_values.Max() + 1];
        Array.Fill(values, "");
        var at = _literals[0].Length;
        for (var i = 0; i < _values.Length; i++)
        {
            var next = _literals[i + 1];
            var end = i == _values.Length - 1
                ? message.EndsWith(next, StringComparison.Ordinal) ? message.Length - next.Length : -1
                : at < message.Length ? message.IndexOf(next, at + 1, StringComparison.Ordinal) : -1;
            if (end <= at)
                return null;
            values[_values[i]] = message[at..end];
            at = end + next.Length;
        }
        return values;
    }

    [GeneratedRegex(@"(?<!\{)\{([0-9])(?::[^}]*)?\}")]
    private static partial Regex Value();

    [GeneratedRegex("[a-z]{2,}")]
    private static partial Regex Word();
}
