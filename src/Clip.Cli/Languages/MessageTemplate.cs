using System.Globalization;
using System.Text.RegularExpressions;

namespace Clip.Cli.Languages;

/// <summary>
/// An English text of a catalog with <c>{0}</c>, <c>{1}</c>, ... for values, which finds the values in a message again.
/// </summary>
internal sealed partial class MessageTemplate
{
    /// <summary>How many words a template fixes at least that cannot be met by chance.</summary>
    private const int LongTemplate = 4;

    private readonly string[] _literals;
    private readonly int[] _values;
    private readonly bool[] _isCount;
    private readonly string _longest;
    private readonly int _words;

    /// <param name="english">The text.</param>
    /// <param name="translation">The same in another language; it may have the values in another order.</param>
    /// <param name="isCounted">Whether a text begins with a noun that numbers stand before.</param>
    public MessageTemplate(string english, string translation, Func<string, bool> isCounted)
    {
        Translation = translation;
        _literals = [.. Value().Split(english).Index().Where(static part => part.Index % 2 == 0)
            .Select(static part => part.Item.Replace("{{", "{", StringComparison.Ordinal)
                .Replace("}}", "}", StringComparison.Ordinal))];
        _values = [.. Value().Matches(english).Select(static match => int.Parse(
            match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture))];
        _isCount = [.. _literals.Skip(1).Select(isCounted)];
        _longest = _literals.MaxBy(static literal => literal.Length)!;
        _words = _literals.Sum(static literal => Word().Count(literal));
    }

    /// <summary>The text in the other language.</summary>
    public string Translation { get; }

    /// <summary>How many characters of a message it fixes.</summary>
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
    public bool IsTelling => _words > 1
        || _literals.Any(static literal => literal.Contains(':', StringComparison.Ordinal));

    /// <summary>Whether a text has places for values.</summary>
    public static bool HasValues(string english) => Value().IsMatch(english);

    /// <summary>The values of a message, by their numbers; null where it is another message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="translate">Translates a value that may be a message itself; null where it is none.</param>
    /// <returns>The values, and how many characters of the message are translated.</returns>
    public (object[] Values, int Length)? Match(string message, Func<string, TranslatedMessage?> translate)
    {
        if (!message.Contains(_longest, StringComparison.Ordinal)
            || !message.StartsWith(_literals[0], StringComparison.Ordinal))
        {
            return null;
        }
        Span<Range> found = stackalloc Range[_values.Length];
        var at = _literals[0].Length;
        for (var i = 0; i < _values.Length; i++)
        {
            var next = _literals[i + 1];
            var end = i == _values.Length - 1
                ? message.EndsWith(next, StringComparison.Ordinal) ? message.Length - next.Length : -1
                : at < message.Length ? message.IndexOf(next, at + 1, StringComparison.Ordinal) : -1;
            if (end <= at || (_isCount[i] && !char.IsAsciiDigit(message[at])))
                return null;
            found[i] = at..end;
            at = end + next.Length;
        }
        var values = new object[_values.Max() + 1];
        Array.Fill(values, "");
        var length = Length;
        for (var i = 0; i < _values.Length; i++)
        {
            var value = message[found[i]];
            // What is added to the sentence is no part of it.
            if (IsWithinSentence(i) && value.Contains("; ", StringComparison.Ordinal))
                return null;
            if (translate(value) is { } translated)
            {
                values[_values[i]] = translated.Text;
                length += translated.Length;
            }
            else if (IsWithinSentence(i) && IsSentence(value))
            {
                return null;
            }
            else
            {
                values[_values[i]] = value;
            }
        }
        return (values, length);
    }

    /// <summary>Whether words of the text stand directly beside a value, and not only signs such as colons.</summary>
    private bool IsWithinSentence(int value) =>
        WordAtEnd().IsMatch(_literals[value]) || WordAtStart().IsMatch(_literals[value + 1]);

    /// <summary>
    /// Whether a value is part of an English sentence that has no translation, and not a name or a number. In a
    /// translated sentence it would be garbled.
    /// </summary>
    private bool IsSentence(string value) =>
        !Name().IsMatch(value) && (_words < LongTemplate ? TwoWords() : ThreeWords()).IsMatch(value);

    [GeneratedRegex(@"(?<!\{)\{([0-9])(?::[^}]*)?\}")]
    private static partial Regex Value();

    [GeneratedRegex("[a-z]{2,}")]
    private static partial Regex Word();

    [GeneratedRegex("[A-Za-z] ?$")]
    private static partial Regex WordAtEnd();

    [GeneratedRegex("^ ?[A-Za-z]")]
    private static partial Regex WordAtStart();

    [GeneratedRegex(@"\b[a-z]+ [a-z]{2,}\b")]
    private static partial Regex TwoWords();

    [GeneratedRegex(@"\b[a-z]+ [a-z]+ [a-z]{2,}\b")]
    private static partial Regex ThreeWords();

    /// <summary>A path, a quoted text, or the name of a file.</summary>
    [GeneratedRegex(@"^[^;]*([/\\""]|\.[A-Za-z0-9]{1,5}$)")]
    private static partial Regex Name();
}
