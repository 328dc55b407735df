using System.CommandLine;
using System.Text;
using Clip.Cli.Languages;
using Clip.Cli.Options;

namespace Clip.Cli.Manual;

/// <summary>
/// The reference of all verbs and options as a page of Markdown, and the table of verbs for other pages.
/// </summary>
internal static class MarkdownReference
{
    /// <summary>What stands before and behind a table of verbs that is generated.</summary>
    private const string Begin = "<!-- generated: verbs -->";
    private const string End = "<!-- generated: end -->";

    /// <summary>The page about all verbs.</summary>
    public static string Page(RootCommand root)
    {
        var text = new StringBuilder();
        text.Append("# The command line\n\n");
        text.Append("Every verb and option, generated from the definitions that `--help` shows.\n\n");
        text.Append(Verbs(root));
        text.Append("\n## Options of all verbs\n");
        AppendOptions(text, root, static option => true);
        foreach (var verb in CommandText.VerbsOf(root))
            Append(text, verb, level: 2);
        return text.ToString();
    }

    /// <summary>A table of the verbs.</summary>
    /// <param name="root">All verbs and their options.</param>
    /// <param name="catalog">The texts of the page's language; null for English.</param>
    public static string Verbs(RootCommand root, TextCatalog? catalog = null)
    {
        var text = new StringBuilder($"| {In(catalog, "verb")} | |\n|---|---|\n");
        foreach (var verb in CommandText.VerbsOf(root))
        {
            var usage = CommandText.UsageOf(verb)[(CommandText.Program.Length + 1)..]
                .Replace(" [options]", "", StringComparison.Ordinal);
            if (verb.Subcommands.Count > 0)
                usage = $"{verb.Name} {string.Join('|', CommandText.VerbsOf(verb).Select(static one => one.Name))}";
            text.Append($"| {Code(usage)} | {Cell(In(catalog, verb.Description ?? ""))} |\n");
        }
        return text.ToString();
    }

    /// <summary>A page with its table of verbs brought up to date; a page without one stays as it is.</summary>
    /// <param name="page">The page.</param>
    /// <param name="root">All verbs and their options.</param>
    /// <param name="catalog">The texts of the page's language; null for English.</param>
    public static string WithVerbs(string page, RootCommand root, TextCatalog? catalog = null)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : page.IndexOf(End, begin, StringComparison.Ordinal);
        return end < 0 ? page : $"{page[..begin]}{Begin}\n{Verbs(root, catalog)}{page[end..]}";
    }

    private static string In(TextCatalog? catalog, string english) => catalog?.Find(english) ?? english;

    private static void Append(StringBuilder text, Command command, int level)
    {
        var name = CommandText.FullName(command)[(CommandText.Program.Length + 1)..];
        text.Append($"\n{new string('#', level)} {name}\n\n{CommandText.DescriptionOf(command)}.\n");
        if (command.Subcommands.Count > 0)
        {
            foreach (var verb in CommandText.VerbsOf(command))
                Append(text, verb, level + 1);
            return;
        }
        text.Append($"\n    {CommandText.UsageOf(command)}\n");
        if (command.Arguments.Count > 0)
        {
            text.Append("\n| argument | |\n|---|---|\n");
            foreach (var argument in command.Arguments)
            {
                text.Append(
                    $"| {Code(argument.HelpName ?? argument.Name)} | {Cell(CommandText.DescriptionOf(argument))} |\n");
            }
        }
        AppendOptions(text, command, static option => !option.Recursive);
        text.Append('\n');
        foreach (var example in CommandText.ExamplesOf(command))
            text.Append("    ").Append(example).Append('\n');
    }

    private static void AppendOptions(StringBuilder text, Command command, Func<Option, bool> shows)
    {
        foreach (var (heading, options) in OptionGroups.Of(command))
        {
            var shown = options.Where(shows).ToList();
            if (shown.Count == 0)
                continue;
            text.Append($"\n| {heading.ToLowerInvariant()} | |\n|---|---|\n");
            foreach (var option in shown)
                text.Append($"| {Code(CommandText.NamesOf(option))} | {Cell(CommandText.DescriptionOf(option))} |\n");
        }
    }

    private static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
