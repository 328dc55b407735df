using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary>
/// An option whose value is a whole command: all words behind it up to a <c>;</c> or the end of the command line, even
/// those that begin with a dash. For the parser they are one value.
/// </summary>
/// <param name="name">The option.</param>
/// <param name="aliases">Its other names.</param>
internal sealed class CommandOption(string name, params string[] aliases) : Option<string[]>(name, aliases)
{
    private const string End = ";";

    // No argument of a process can contain it.
    private const char Separator = '\0';

    /// <summary>Replaces each such option and the words of its command by one word.</summary>
    /// <param name="words">The words of a command line.</param>
    /// <param name="known">Finds such an option by any of its names.</param>
    public static IReadOnlyList<string> Join(IReadOnlyList<string> words, Func<string, bool> known)
    {
        var first = words.TakeWhile(static word => word != "--").ToList().FindIndex(word => known(NameOf(word)));
        if (first < 0)
            return words;
        var rest = words.Skip(first + 1).ToList();
        var count = rest.IndexOf(End) is >= 0 and var end ? end : rest.Count;
        var name = NameOf(words[first]);
        List<string> command = [.. rest.Take(count)];
        if (words[first].Length > name.Length)
            command.Insert(0, words[first][(name.Length + 1)..]);
        List<string> joined = [.. words.Take(first)];
        joined.Add(command.Count == 0 ? name : $"{name}={string.Join(Separator, command)}");
        return [.. joined, .. Join([.. rest.Skip(count + 1)], known)];
    }

    /// <summary>The words of a command.</summary>
    /// <param name="value">A value of the option.</param>
    public static string[] Split(string value) => value.Split(Separator);

    private static string NameOf(string word) => word.IndexOf('=') is > 0 and var end ? word[..end] : word;
}
