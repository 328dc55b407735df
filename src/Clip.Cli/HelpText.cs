using System.CommandLine;
using System.Text;
using Clip.Cli.Options;
using Clip.Cli.Verbs;

namespace Clip.Cli;

/// <summary>Writes the help of a verb or of the program, in lines that fit the terminal.</summary>
internal sealed class HelpText
{
    private const int UsualWidth = 80;
    private const int Narrowest = 40;
    private const int Widest = 120;
    private const int LongestName = 26;

    private static readonly string[] ProgramExamples =
    [
        "clipsearch search \"two dogs at a window\" --in ~/Pictures",
        "clipsearch caption holiday.jpg --captions captions.txt",
        "clipsearch similar holiday.jpg --in ~/Pictures",
    ];

    private readonly StringBuilder _text = new();
    private readonly int _width;

    private HelpText(int width) => _width = width;

    /// <summary>The help of a command: what it does, its verbs, arguments and options, and lines to copy.</summary>
    /// <param name="command">The command.</param>
    /// <param name="columns">The columns of the terminal; null where it goes elsewhere.</param>
    public static string Of(Command command, int? columns = null)
    {
        var help = new HelpText(Math.Clamp(columns ?? UsualWidth, Narrowest, Widest));
        help.Write(command);
        return help._text.ToString();
    }

    private void Write(Command command)
    {
        Wrap("", command.Description ?? "", 0);
        Heading("Usage");
        Wrap("  ", UsageOf(command), 4);
        if (command.Subcommands.Count > 0)
            Table("Verbs", command.Subcommands.Select(static verb => (verb.Name, verb.Description ?? "")));
        if (command.Arguments.Count > 0)
        {
            Table("Arguments", command.Arguments.Select(
                static argument => (argument.HelpName ?? argument.Name, argument.Description ?? "")));
        }
        foreach (var (heading, options) in OptionGroups.Of(command))
            Table(heading, options.Select(static option => (NamesOf(option), DescriptionOf(option))));
        Heading("Examples");
        foreach (var example in command is VerbCommand verb ? verb.Examples : ProgramExamples)
            Example(example);
        _text.Append('\n');
        if (command.Subcommands.Count > 0)
            Wrap("", $"{FullName(command)} VERB --help shows the options and examples of a verb.", 0);
        Wrap("", "Exit codes: 0 found or done, 1 nothing found, 2 error.", 0);
    }

    private static string UsageOf(Command command)
    {
        var words = command.Subcommands.Count > 0
            ? ["VERB", "[arguments]"]
            : command.Arguments.Select(static argument => WordOf(argument));
        return string.Join(' ', [FullName(command), .. words, "[options]"]);
    }

    private static string WordOf(Argument argument)
    {
        var name = argument.HelpName ?? argument.Name;
        var word = argument.Arity.MaximumNumberOfValues > 1 && !name.Contains(' ') ? name + "..." : name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{word}]" : word;
    }

    private static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent
            ? $"{FullName(parent)} {command.Name}"
            : "clipsearch";

    private static string NamesOf(Option option)
    {
        // Some options are known by more short names than help has room for.
        var names = option.Aliases.Where(static alias => alias.StartsWith('-')).Order(StringComparer.Ordinal)
            .Append(option.Name);
        var value = option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)
            ? " " + (option.HelpName ?? "VALUE")
            : "";
        return string.Join(", ", names) + value;
    }

    private static string DescriptionOf(Option option)
    {
        var text = option.Description ?? "";
        if (!option.HasDefaultValue || option.ValueType == typeof(bool))
            return text;
        return option.GetDefaultValue() is string or int && $"{option.GetDefaultValue()}" is { Length: > 0 } value
            ? $"{text} (default: {value})"
            : text;
    }

    private void Heading(string title) => _text.Append('\n').Append(title).Append(":\n");

    private void Table(string title, IEnumerable<(string Name, string Text)> rows)
    {
        Heading(title);
        var table = rows.ToList();
        var longest = Math.Min(LongestName, _width / 3);
        var fitting = table.Where(row => row.Name.Length <= longest).ToList();
        var column = 2 + (fitting.Count == 0 ? longest : fitting.Max(static row => row.Name.Length)) + 2;
        foreach (var (name, text) in table)
        {
            var first = $"  {name}";
            if (first.Length + 2 > column)
            {
                _text.Append(first).Append('\n');
                first = "";
            }
            Wrap(first.PadRight(column), text, column);
        }
    }

    /// <summary>Writes a line to copy. One that is too long goes on behind a backslash, as shells take it.</summary>
    private void Example(string example)
    {
        var line = new StringBuilder("  ");
        foreach (var part in PartsOf(example))
        {
            if (line.Length > 4 && line.Length + part.Length + 3 > _width)
            {
                _text.Append(line).Append(" \\\n");
                line.Clear().Append(' ', 6);
            }
            line.Append(line.ToString().EndsWith(' ') ? "" : " ").Append(part);
        }
        _text.Append(line).Append('\n');
    }

    /// <summary>An example in parts that stay together: a break may come before an option or a pipe.</summary>
    private static List<string> PartsOf(string example)
    {
        List<string> parts = [];
        foreach (var word in example.Split(' '))
        {
            if (parts.Count == 0 || word is ['-', _, ..] or "|")
                parts.Add(word);
            else
                parts[^1] += " " + word;
        }
        return parts;
    }

    /// <summary>Writes a text in lines that are not too long.</summary>
    /// <param name="start">What the first line begins with.</param>
    /// <param name="text">The text; it is broken at spaces.</param>
    /// <param name="indent">The indent of further lines.</param>
    private void Wrap(string start, string text, int indent)
    {
        var line = new StringBuilder(start);
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > _width)
            {
                _text.Append(line).Append('\n');
                line.Clear().Append(' ', indent);
                isEmpty = true;
            }
            line.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }
        _text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
