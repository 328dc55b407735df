using System.Globalization;
using System.Text;

namespace Clip.Cli.Output;

/// <summary>Breaks texts into lines: at spaces, and in Chinese and Japanese between any two characters.</summary>
internal static class WrappedText
{
    /// <summary>What no line begins with.</summary>
    private const string Closing = "，。；：、？！）】》”’…·,.;:?!)]}%";

    /// <summary>What no line ends with.</summary>
    private const string Opening = "（【《“‘([{";

    /// <summary>Appends a text in lines that are not too wide.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="start">What the first line begins with.</param>
    /// <param name="text">The text.</param>
    /// <param name="indent">The indent of further lines.</param>
    /// <param name="width">The most columns.</param>
    public static void Append(StringBuilder to, string start, string text, int indent, int width)
    {
        var (line, columns, isEmpty) = (new StringBuilder(start), TextWidth.Of(start), true);
        foreach (var (part, hasSpace) in Parts(text))
        {
            var space = hasSpace && !isEmpty ? 1 : 0;
            if (!isEmpty && columns + space + TextWidth.Of(part) > width)
            {
                to.Append(line).Append('\n');
                line.Clear().Append(' ', indent);
                (columns, isEmpty, space) = (indent, true, 0);
            }
            line.Append(' ', space).Append(part);
            columns += space + TextWidth.Of(part);
            isEmpty = false;
        }
        to.Append(line.ToString().TrimEnd()).Append('\n');
    }

    /// <summary>The lines of a text, each of which has at most so many columns unless one word has more.</summary>
    public static IReadOnlyList<string> Lines(string text, int width)
    {
        var lines = new StringBuilder();
        Append(lines, "", text, 0, width);
        return lines.ToString().TrimEnd('\n').Split('\n');
    }

    /// <summary>The parts that stay together, and whether a space stands before each.</summary>
    private static IEnumerable<(string Part, bool HasSpace)> Parts(string text)
    {
        foreach (var word in text.Split(' '))
        {
            var (start, isFirst) = (0, true);
            for (var i = 1; i < word.Length; i++)
            {
                if (!CanBreak(word[i - 1], word[i]))
                    continue;
                yield return (word[start..i], isFirst);
                (start, isFirst) = (i, false);
            }
            yield return (word[start..], isFirst);
        }
    }

    private static bool CanBreak(char before, char after) =>
        (IsIdeograph(before) || IsIdeograph(after)) && !Closing.Contains(after) && !Opening.Contains(before);

    private static bool IsIdeograph(char letter) =>
        char.GetUnicodeCategory(letter) == UnicodeCategory.OtherLetter && letter is >= '\u2E80' and <= '\u9FFF'
        || letter is >= '\u3000' and <= '\u303F' or >= '\uFF00' and <= '\uFF60';
}
