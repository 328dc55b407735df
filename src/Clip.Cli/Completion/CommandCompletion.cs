using System.CommandLine;
using System.CommandLine.Completions;
using Clip.Cli.Options;

namespace Clip.Cli.Completion;

/// <summary>
/// Completes command lines by the same definitions that parse them and make the help: verbs, options, the values of
/// options that have a list of them, and what kind of path fits elsewhere.
/// </summary>
/// <param name="root">All verbs and their options.</param>
internal sealed class CommandCompletion(RootCommand root)
{
    private const int LongestDescription = 72;

    /// <summary>What can stand in place of the last word.</summary>
    /// <param name="words">The words behind the program's name; the last one is typed so far, and may be empty.</param>
    public CompletionAnswer Complete(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return CompletionAnswer.Nothing;
        var (command, current) = ((Command)root, words[^1]);
        Option? pending = null;
        HashSet<Option> given = [];
        var arguments = 0;
        for (var i = 0; i < words.Count - 1; i++)
        {
            var word = words[i];
            if (pending is not null)
            {
                pending = null;
                continue;
            }
            if (word == "--")
                return new CompletionAnswer([], PathKind.Files);
            if (Find(command, word) is CommandOption)
            {
                if (InCommand(words, i) is { } paths)
                    return new CompletionAnswer([], paths);
                i = words.Index().Skip(i).First(static pair => pair.Item == ";").Index;
            }
            else if (Find(command, word) is { } option)
            {
                given.Add(option);
                pending = TakesValue(option) && !word.Contains('=') ? option : null;
            }
            else if (command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } verb)
            {
                command = verb;
            }
            else if (word is "-" || !word.StartsWith('-'))
            {
                arguments++;
            }
        }
        if (pending is not null)
            return ValuesOf(pending, current, prefix: "");
        if (current.StartsWith('-') && current.IndexOf('=') is > 0 and var equals)
        {
            return Find(command, current) is { } option
                ? ValuesOf(option, current[(equals + 1)..], current[..(equals + 1)])
                : CompletionAnswer.Nothing;
        }
        return current.StartsWith('-') ? OptionsOf(command, current, given)
            : command.Subcommands.Count > 0 ? VerbsOf(command, current)
            : ValuesOf(ArgumentAt(command, arguments), current);
    }

    private static CompletionAnswer VerbsOf(Command command, string current) => new(
        [
            .. command.Subcommands.Where(verb => !verb.Hidden && Fits(verb.Name, current))
                .Select(static verb => new Candidate(verb.Name, Short(verb.Description))),
        ],
        PathKind.None);

    /// <summary>The long names of options, and the short ones where nothing else fits.</summary>
    private static CompletionAnswer OptionsOf(Command command, string current, HashSet<Option> given)
    {
        var options = CommandOptions.Of(command).DistinctBy(static option => option.Name)
            .Where(option => !given.Contains(option) || option.Arity.MaximumNumberOfValues > 1).ToList();
        List<Candidate> found =
        [
            .. options.Where(option => Fits(option.Name, current))
                .Select(static option => new Candidate(option.Name, Short(option.Description))),
        ];
        if (found.Count == 0)
        {
            found.AddRange(options.Where(option => option.Aliases.Contains(current))
                .Select(option => new Candidate(current, Short(option.Description))));
        }
        return new CompletionAnswer(found, PathKind.None);
    }

    private static CompletionAnswer ValuesOf(Option option, string current, string prefix)
    {
        if (option is CommandOption)
            return new CompletionAnswer([], PathKind.Programs);
        var values = Values(option.CompletionSources, current, prefix);
        return new CompletionAnswer(values, PathsOf(option.HelpName ?? ""));
    }

    /// <summary>The argument that a word is for, by how many come before it; null for none.</summary>
    private static Argument? ArgumentAt(Command command, int before)
    {
        foreach (var argument in command.Arguments)
        {
            if (before < argument.Arity.MaximumNumberOfValues)
                return argument;
            before -= argument.Arity.MaximumNumberOfValues;
        }
        return null;
    }

    private static CompletionAnswer ValuesOf(Argument? argument, string current)
    {
        if (argument is null)
            return CompletionAnswer.Nothing;
        var values = Values(argument.CompletionSources, current, prefix: "");
        return new CompletionAnswer(
            values, argument.CompletionSources.Count > 0 ? PathKind.None : PathsOfArgument(argument.Name));
    }

    private static List<Candidate> Values(
        IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, string current, string prefix) =>
        [
            .. sources.SelectMany(static source => source(CompletionContext.Empty))
                .Where(item => Fits(item.Label, current)).DistinctBy(static item => item.Label)
                .Select(item => new Candidate(prefix + item.Label, Short(item.Detail))),
        ];

    /// <summary>What fits inside the command of an option, or null where that has ended.</summary>
    private static PathKind? InCommand(IReadOnlyList<string> words, int at)
    {
        var ended = words.Skip(at + 1).SkipLast(1).Contains(";");
        return ended ? null : at == words.Count - 2 ? PathKind.Programs : PathKind.Files;
    }

    /// <summary>What help calls a value says what kind of path it is.</summary>
    private static PathKind PathsOf(string value)
    {
        string[] names = value.Split('|', '=', '[', ']');
        return names.Any(static name => name is "FILE" or "PATH" or "PICTURE" or "P" or "CAPTIONS" or "TEXT|FILE")
            ? PathKind.Files
            : names.Any(static name => name is "DIR" or "FOLDER") ? PathKind.Folders
            : PathKind.None;
    }

    /// <summary>An argument is a path unless it can only be a word.</summary>
    private static PathKind PathsOfArgument(string name) => name switch
    {
        "A..B" or "NAME" => PathKind.None,
        "FOLDER" => PathKind.Folders,
        _ => PathKind.Files,
    };

    private static Option? Find(Command command, string word)
    {
        var name = word.Split('=')[0];
        return name.StartsWith('-')
            ? Below(command).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name))
            : null;
    }

    /// <summary>Options may stand before their verb.</summary>
    private static IEnumerable<Option> Below(Command command) =>
        CommandOptions.Of(command).Concat(command.Subcommands.SelectMany(Below));

    private static bool TakesValue(Option option) => option.Arity.MinimumNumberOfValues > 0;

    private static bool Fits(string candidate, string typed) =>
        candidate.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first part of a description, in one line.</summary>
    private static string Short(string? description)
    {
        if (description is null)
            return "";
        var end = description.AsSpan().IndexOfAny(":;(");
        var text = (end > 0 ? description[..end] : description).Trim();
        return text.Length <= LongestDescription ? text : text[..LongestDescription] + "…";
    }
}
