using System.CommandLine;
using System.Text;
using Clip.Cli.Languages;
using Clip.Cli.Manual;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli;

/// <summary>Writes the help of a verb or of the program, in lines that fit the terminal.</summary>
internal sealed class HelpText
{
    private const int UsualWidth = 80;
    private const int Narrowest = 40;
    private const int Widest = 120;
    private const int LongestName = 26;

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
        Wrap("", CommandText.DescriptionOf(command), 0);
        Heading(Texts.Of("Usage"));
        Wrap("  ", CommandText.UsageOf(command), 4);
        if (command.Subcommands.Count > 0)
        {
            Table(Texts.Of("Verbs"), CommandText.VerbsOf(command).Select(
                static verb => (verb.Name, CommandText.DescriptionOf(verb))));
        }
        if (command.Arguments.Count > 0)
        {
            Table(Texts.Of("Arguments"), command.Arguments.Select(
                static argument => (argument.HelpName ?? argument.Name, CommandText.DescriptionOf(argument))));
        }
        foreach (var (heading, options) in OptionGroups.Of(command))
        {
            Table(Texts.Of(heading), options.Select(
                static option => (CommandText.NamesOf(option), CommandText.DescriptionOf(option))));
        }
        Heading(Texts.Of("Examples"));
        foreach (var example in CommandText.ExamplesOf(command))
            Example(example);
        _text.Append('\n');
        if (command.Subcommands.Count > 0)
        {
            Wrap("", Texts.Of(
                "{0} VERB --help shows the options and examples of a verb.", CommandText.FullName(command)), 0);
        }
        Wrap("", Texts.Of("Exit codes: 0 found or done, 1 nothing found, 2 error."), 0);
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

    private void Wrap(string start, string text, int indent) =>
        WrappedText.Append(_text, start, text, indent, _width);
}
