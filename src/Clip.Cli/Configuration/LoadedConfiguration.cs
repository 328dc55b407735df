using System.CommandLine;
using System.CommandLine.Help;
using Clip.Cli.Options;

namespace Clip.Cli.Configuration;

/// <summary>
/// The configuration file of a run. Its values are the defaults of the options of the running verb: those of the verb's
/// own table before those for all verbs. The command line comes before them, and the environment too.
/// </summary>
/// <remarks>
/// There is no file in the folder of the pictures: such a folder may come from anywhere, and a file in it could name a
/// library to load. What belongs to a folder is remembered by its index.
/// </remarks>
internal sealed class LoadedConfiguration
{
    private static readonly string[] NotInFiles = ["--help", "--version", "--config"];

    private readonly Dictionary<Option, ConfigurationEntry> _applied = [];

    private LoadedConfiguration(ConfigurationPath path, IReadOnlyList<ConfigurationEntry> entries)
    {
        Path = path;
        Entries = entries;
    }

    /// <summary>Where the file is.</summary>
    public ConfigurationPath Path { get; }

    /// <summary>What it says; empty where there is none.</summary>
    public IReadOnlyList<ConfigurationEntry> Entries { get; }

    /// <summary>No file.</summary>
    public static LoadedConfiguration Nothing { get; } = new(new ConfigurationPath(null, IsNamed: false), []);

    /// <summary>
    /// Reads the file, checks its tables and keys and the values for a verb, and sets the defaults of that.
    /// </summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="root">All verbs and their options.</param>
    /// <param name="command">The verb that is run.</param>
    /// <param name="checksAll">Whether to check the values for other verbs too.</param>
    /// <exception cref="ClipException">
    /// The file cannot be read, has an unknown table or key, or a value that its option does not take.
    /// </exception>
    public static LoadedConfiguration Load(
        ConfigurationPath path, RootCommand root, Command command, bool checksAll = false)
    {
        var isThere = path.Path is not null && (path.IsNamed || File.Exists(path.Path));
        var configuration = new LoadedConfiguration(path, isThere ? ConfigurationReader.Read(path.Path!) : []);
        // What is said for all verbs comes first, so that a verb's own table overrides it.
        foreach (var entry in configuration.Entries.OrderBy(static entry => entry.Verb.Count))
            configuration.Apply(entry, root, command, checksAll);
        return configuration;
    }

    /// <summary>The entry that decides about an option of the running verb, or null.</summary>
    public ConfigurationEntry? EntryOf(Option option) => _applied.GetValueOrDefault(option);

    /// <summary>Whether a configuration file can set an option.</summary>
    public static bool CanSet(Option option) =>
        !NotInFiles.Contains(option.Name) && option is not (CommandOption or HelpOption or VersionOption);

    private void Apply(ConfigurationEntry entry, RootCommand root, Command command, bool checksAll)
    {
        var table = TableOf(entry, root);
        var setting = EnvironmentSetting.All.FirstOrDefault(setting => setting.Key == entry.Key);
        var verbs = Leaves(table).Where(verb => OptionOf(verb, entry.Key) is not null).ToList();
        if (verbs.Count == 0 && setting is null)
            throw Unknown(entry, table);
        HashSet<Option> seen = [];
        // To check a value is to parse a command line, of which a start should not need one for each entry.
        foreach (var verb in verbs.Where(verb => checksAll || verb == command))
        {
            var option = OptionOf(verb, entry.Key)!;
            // An option of all verbs is checked once.
            if (!seen.Add(option) && verb != command)
                continue;
            var parsed = Parse(entry, option, verb, root);
            if (verb != command)
                continue;
            _applied[option] = entry;
            if (setting is null && !OptionDefault.Set(option, parsed))
                throw entry.Error("cannot be set in a file", $"give {option.Name} on the command line");
        }
        if (setting is not null && (verbs.Count == 0 || verbs.Contains(command)))
            setting.Configured = entry.Text;
    }

    /// <summary>Parses a command line with the entry's value, as if the user had written it.</summary>
    private static ParseResult Parse(ConfigurationEntry entry, Option option, Command verb, RootCommand root)
    {
        var isSwitch = option.ValueType == typeof(bool);
        if (isSwitch != (entry.Kind == EntryKind.Switch))
            throw entry.Error($"{entry.Text} is {(isSwitch ? "neither true nor false" : "no value for it")}");
        if (entry.Kind == EntryKind.List && option.ValueType != typeof(string[]))
            throw entry.Error("takes one value, not a list");
        List<string> words = [.. NamesOf(verb)];
        foreach (var value in entry.Values)
        {
            words.Add($"{option.Name}={value}");
        }
        var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (OptionDefault.ProblemOf(option, parsed) is not { } problem)
            return parsed;
        var name = option.Name + ": ";
        throw entry.Error(problem.StartsWith(name, StringComparison.Ordinal) ? problem[name.Length..] : problem);
    }

    private static Command TableOf(ConfigurationEntry entry, RootCommand root)
    {
        Command table = root;
        foreach (var name in entry.Verb)
        {
            var names = table.Subcommands.Select(static verb => verb.Name).ToList();
            var meant = Suggestion.For(name, names);
            table = table.Subcommands.FirstOrDefault(verb => verb.Name == name) ?? throw new ClipException(
                entry.Place, $"[{string.Join('.', entry.Verb)}]: {name} is no verb",
                meant is null ? "name a verb, such as [search]" : $"did you mean [{meant}]?");
        }
        return table;
    }

    private static ClipException Unknown(ConfigurationEntry entry, Command table)
    {
        var keys = Leaves(table).SelectMany(CommandOptions.Of).Where(CanSet)
            .Select(static option => option.Name.TrimStart('-')).Distinct().ToList();
        var here = table is RootCommand ? "no verb has such an option" : $"{table.Name} has no such option";
        return entry.Error(here, Suggestion.For(entry.Key, keys) is { } meant
            ? $"did you mean {meant}?"
            : "the keys are the options' names without dashes; see: clipsearch help");
    }

    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0
        ? [command]
        : command.Subcommands.SelectMany(Leaves);

    private static Option? OptionOf(Command verb, string key) =>
        CommandOptions.Of(verb).FirstOrDefault(option => option.Name == "--" + key && CanSet(option));

    private static IEnumerable<string> NamesOf(Command command) => command is RootCommand
        ? []
        : [.. NamesOf(command.Parents.OfType<Command>().Single()), command.Name];
}
