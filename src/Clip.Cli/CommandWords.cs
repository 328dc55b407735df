using System.CommandLine;
using Clip.Cli.Options;

namespace Clip.Cli;

/// <summary>
/// Brings the words of a command line into the order that the parser knows: the verb first, wherever options stand, and
/// of a repeated option that has one value only the last, as other programs do. <c>help VERB</c> and <c>-V</c> are
/// written as the options that they stand for.
/// </summary>
/// <param name="root">All verbs and their options.</param>
internal sealed class CommandWords(RootCommand root)
{
    private const string EndOfOptions = "--";

    /// <summary>The words in the parser's order.</summary>
    public string[] Arrange(IReadOnlyList<string> words)
    {
        var anywhere = KnownAnywhere(root);
        words = CommandOption.Join(words, name => anywhere.GetValueOrDefault(name) is CommandOption);
        var command = (Command)root;
        List<string> verbs = [];
        List<string> options = [];
        var next = 0;
        var asksForHelp = false;
        while (next < words.Count && words[next] != EndOfOptions && command.Subcommands.Count > 0)
        {
            var word = words[next];
            if (IsOption(word))
            {
                var count = CountOf(words, next, KnownAnywhere(command));
                options.AddRange(words.Skip(next).Take(count));
                next += count;
            }
            else if (word == "help" && !asksForHelp)
            {
                asksForHelp = true;
                next++;
            }
            else if (command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } found)
            {
                command = found;
                verbs.Add(word);
                next++;
            }
            else
            {
                break;
            }
        }
        // Only the program has a version, whatever else is asked for.
        if (options.Contains("-V") || options.Contains("--version"))
            return ["--version"];
        List<string> arranged = [.. verbs, .. options, .. words.Skip(next)];
        if (asksForHelp)
            arranged.Add("--help");
        // An option that lacks its value is an error, whatever follows it.
        return WithoutValue(arranged, command) is null
            ? [.. LastOnly(arranged, verbs.Count, Known(command))]
            : [.. arranged];
    }

    /// <summary>
    /// The first option that needs a value and has none, or null. The parser takes it for given where the same option
    /// has a value elsewhere.
    /// </summary>
    /// <param name="arguments">The words in the parser's order.</param>
    /// <param name="command">The verb.</param>
    public static Option? WithoutValue(IReadOnlyList<string> arguments, Command command)
    {
        var known = Known(command);
        for (var i = 0; i < arguments.Count && arguments[i] != EndOfOptions;)
        {
            var count = IsOption(arguments[i]) ? CountOf(arguments, i, known) : 1;
            if (count == 1 && IsOption(arguments[i]) && known.TryGetValue(arguments[i], out var option)
                && option.Arity.MinimumNumberOfValues > 0)
            {
                return option;
            }
            i += count;
        }
        return null;
    }

    /// <summary>The words that are neither options nor the values of options that a verb knows.</summary>
    /// <param name="words">The words, in any order.</param>
    /// <param name="command">The verb, or what is above all verbs.</param>
    public static IEnumerable<string> WithoutOptions(IReadOnlyList<string> words, Command command)
    {
        var known = KnownAnywhere(command);
        for (var i = 0; i < words.Count; i += IsOption(words[i]) ? CountOf(words, i, known) : 1)
        {
            if (!IsOption(words[i]))
                yield return words[i];
        }
    }

    /// <summary>Removes an option and its value where the same option follows.</summary>
    private static List<string> LastOnly(List<string> words, int first, IReadOnlyDictionary<string, Option> known)
    {
        List<(Option? Option, int Count)> runs = [];
        var end = words.IndexOf(EndOfOptions);
        for (var i = first; i < (end < 0 ? words.Count : end); i += runs[^1].Count)
            runs.Add(IsOption(words[i]) ? (Find(words[i], known), CountOf(words, i, known)) : (null, 1));

        List<string> kept = [.. words.Take(first)];
        var at = first;
        for (var i = 0; i < runs.Count; at += runs[i++].Count)
        {
            var (option, count) = runs[i];
            if (option is null || !HasOneValue(option) || !runs.Skip(i + 1).Any(later => later.Option == option))
                kept.AddRange(words.Skip(at).Take(count));
        }
        kept.AddRange(words.Skip(at));
        return kept;
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    /// <summary>How many words an option takes, itself included. A value may begin with a dash: <c>-0.5</c>.</summary>
    private static int CountOf(IReadOnlyList<string> words, int at, IReadOnlyDictionary<string, Option> known)
    {
        var hasValue = known.TryGetValue(words[at], out var option) && option.Arity.MinimumNumberOfValues > 0
            && at + 1 < words.Count && words[at + 1] != EndOfOptions && Find(words[at + 1], known) is null;
        return hasValue ? 2 : 1;
    }

    private static bool HasOneValue(Option option) => option.Arity is
    {
        MinimumNumberOfValues: 1,
        MaximumNumberOfValues: 1,
    };

    /// <summary>The option of a word: <c>--top</c>, <c>--top=5</c>, <c>--top:5</c> or <c>-n5</c>.</summary>
    private static Option? Find(string word, IReadOnlyDictionary<string, Option> known)
    {
        if (!IsOption(word))
            return null;
        var end = word.AsSpan().IndexOfAny('=', ':');
        if (known.TryGetValue(end < 0 ? word : word[..end], out var option))
            return option;
        var isBundled = word.Length > 2 && word[1] != '-';
        return isBundled && known.TryGetValue(word[..2], out var bundled) && HasOneValue(bundled) ? bundled : null;
    }

    /// <summary>The options of a command, those from the commands above it included, by all their names.</summary>
    private static Dictionary<string, Option> Known(Command command)
    {
        Dictionary<string, Option> known = [];
        foreach (var option in CommandOptions.Of(command))
        {
            foreach (var name in (string[])[option.Name, .. option.Aliases])
                known.TryAdd(name, option);
        }
        return known;
    }

    /// <summary>Likewise with the options of all verbs below.</summary>
    private static Dictionary<string, Option> KnownAnywhere(Command command)
    {
        var known = Known(command);
        foreach (var verb in command.Subcommands)
        {
            foreach (var (name, option) in KnownAnywhere(verb))
                known.TryAdd(name, option);
        }
        return known;
    }
}
