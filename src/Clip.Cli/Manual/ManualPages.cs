using System.CommandLine;
using Clip.Cli.Options;

namespace Clip.Cli.Manual;

/// <summary>The pages of the manual: one about the program, and one about each verb or group of verbs.</summary>
internal static class ManualPages
{
    private static readonly (string Name, string Meaning)[] OtherVariables =
    [
        ("CLIPSEARCH_CONFIG", "The configuration file, or none, where --config is not given"),
        ("CLIPSEARCH_API_KEY", "The key that clients of clipsearch serve have to send"),
        ("NO_COLOR", "Where it is not empty, nothing is colored unless --color says so"),
        ("HF_HOME, HF_HUB_CACHE", "Where downloaded models are kept, as for Python's huggingface_hub"),
        ("HF_HUB_OFFLINE", "Where it is 1, nothing is downloaded"),
        ("HTTPS_PROXY, NO_PROXY", "How models and pictures are fetched"),
    ];

    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ("0", "Something was found, or the work was done."),
        ("1", "Nothing was found."),
        ("2", "Bad usage or bad input; standard error says which."),
        ("129, 130, 143", "Stopped by a closed terminal, by Ctrl\u2011C, or by a kill."),
    ];

    /// <summary>All pages with the names of their files.</summary>
    /// <param name="root">All verbs and their options.</param>
    public static IEnumerable<(string File, string Text)> Of(RootCommand root) =>
        CommandText.VerbsOf(root).Select(static verb => ($"{PageName(verb)}.1", OfVerb(verb)))
            .Prepend(($"{CommandText.Program}.1", OfProgram(root)));

    private static string OfProgram(RootCommand root)
    {
        var page = new RoffPage(CommandText.Program);
        page.Section("Name");
        page.Text($"{CommandText.Program} - {Lower(CommandText.DescriptionOf(root))}");
        page.Section("Synopsis");
        Synopsis(page, root);
        page.Section("Description");
        page.Paragraph(CommandText.DescriptionOf(root));
        page.Paragraph(
            "Results go to standard output; progress, warnings and errors go to standard error. Options may stand "
            + "before or behind the verb and its arguments, and what follows -- is no option.");
        page.Section("Verbs");
        foreach (var verb in CommandText.VerbsOf(root))
            page.Term($"{PageName(verb)}(1)", "", CommandText.DescriptionOf(verb));
        page.Section("Options of all verbs");
        Options(page, root, static option => true);
        page.Section("Environment");
        foreach (var setting in EnvironmentSetting.All)
        {
            page.Term(setting.Variable, "", root.Options.FirstOrDefault(
                option => option.Name == "--" + setting.Key) is { } option
                ? $"What {option.Name} says where it is not given"
                : $"What {setting.Key} says in the configuration file");
        }
        foreach (var (name, meaning) in OtherVariables)
            page.Term(name, "", meaning);
        page.Section("Files");
        page.Term(
            "~/.config/clipsearch/config.toml", "",
            "The configuration file (in ~/Library/Application Support on macOS, in %APPDATA% on Windows): TOML whose "
            + "keys are the names of options without dashes, for all verbs, or for one in a table of its name. The "
            + "command line comes before the environment, the environment before a verb's own table, and that before "
            + "what is said for all verbs. clipsearch doctor shows where each value comes from.");
        page.Term("FOLDER/.clip", "", "The index of a folder of pictures");
        Ending(page, root);
        return page.ToString();
    }

    private static string OfVerb(Command verb)
    {
        var page = new RoffPage(PageName(verb));
        page.Section("Name");
        page.Text($"{PageName(verb)} - {Lower(CommandText.DescriptionOf(verb))}");
        page.Section("Synopsis");
        var leaves = Leaves(verb).ToList();
        foreach (var (at, leaf) in leaves.Index())
        {
            if (at > 0)
                page.Break();
            Synopsis(page, leaf);
        }
        page.Section("Description");
        page.Paragraph(CommandText.DescriptionOf(verb) + ".");
        if (leaves is [var only] && only == verb)
        {
            Body(page, verb);
        }
        else
        {
            foreach (var leaf in leaves)
            {
                page.Section(CommandText.FullName(leaf)[(CommandText.Program.Length + 1)..]);
                page.Paragraph(CommandText.DescriptionOf(leaf) + ".");
                Body(page, leaf, isPart: true);
            }
        }
        page.Section("Options of all verbs");
        page.Paragraph("The options about the model, the device and the output are in clipsearch(1).");
        Ending(page, verb);
        return page.ToString();
    }

    private static void Body(RoffPage page, Command verb, bool isPart = false)
    {
        if (verb.Arguments.Count > 0)
        {
            Heading("Arguments");
            foreach (var argument in verb.Arguments)
                page.Term("", argument.HelpName ?? argument.Name, CommandText.DescriptionOf(argument));
        }
        if (verb.Options.Any(static option => !option.Hidden))
        {
            if (!isPart)
                page.Section("Options");
            Options(page, verb, static option => !option.Recursive);
        }

        void Heading(string title)
        {
            if (isPart)
                page.Part(title);
            else
                page.Section(title);
        }
    }

    private static void Options(RoffPage page, Command command, Func<Option, bool> shows)
    {
        foreach (var (heading, options) in OptionGroups.Of(command))
        {
            var shown = options.Where(shows).ToList();
            if (shown.Count == 0)
                continue;
            page.Part(heading);
            foreach (var option in shown)
            {
                page.Term(
                    string.Join(", ", CommandText.AllNamesOf(option)), CommandText.ValueOf(option),
                    CommandText.DescriptionOf(option));
            }
        }
    }

    private static void Ending(RoffPage page, Command command)
    {
        page.Section("Examples");
        var commands = command is RootCommand ? [command] : Leaves(command);
        foreach (var example in commands.SelectMany(CommandText.ExamplesOf))
            page.Example(example);
        page.Section("Exit status");
        foreach (var (code, meaning) in ExitCodes)
            page.Term(code, "", meaning);
        page.Section("See also");
        var others = command is RootCommand root
            ? CommandText.VerbsOf(root).Select(PageName)
            : [CommandText.Program];
        page.Paragraph(string.Join(", ", others.Select(static name => $"{name}(1)")));
    }

    private static void Synopsis(RoffPage page, Command command)
    {
        var name = CommandText.FullName(command);
        page.Synopsis(name, CommandText.UsageOf(command)[name.Length..].Trim());
    }

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : CommandText.VerbsOf(command).SelectMany(Leaves);

    private static string PageName(Command verb) => $"{CommandText.Program}-{verb.Name}";

    private static string Lower(string text) =>
        text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.') : text;
}
