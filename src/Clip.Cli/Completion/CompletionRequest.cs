using System.CommandLine;

namespace Clip.Cli.Completion;

/// <summary>
/// Answers the scripts of shells, which call <c>clipsearch complete SHELL -- WORD...</c> with the words up to the
/// cursor. It is no verb: users do not call it, so that help does not show it.
/// </summary>
internal static class CompletionRequest
{
    private const string Name = "complete";

    /// <summary>The answer, or null where the command line is no such request.</summary>
    /// <param name="arguments">The arguments of the process.</param>
    /// <param name="root">All verbs and their options.</param>
    public static CompletionAnswer? Answer(string[] arguments, RootCommand root)
    {
        if (arguments is not [Name, var name, "--", .. var words]
            || !ShellNames.All.TryGetValue(name, out var shell))
            return null;
        var completion = new CommandCompletion(root);
        if (shell == Shell.PowerShell)
            return completion.Complete(WithoutMark(words));
        if (shell != Shell.Bash)
            return completion.Complete(words);
        var joined = Joined(words);
        var answer = completion.Complete(joined);
        // Bash replaces only what follows the equals sign.
        var prefix = joined is [.., ['-', ..] and var last] ? last.IndexOf('=') + 1 : 0;
        return prefix == 0 || words is [.., ['-', ..]] ? answer : answer with
        {
            Candidates = [.. answer.Candidates.Select(one => one with { Text = one.Text[prefix..] })],
        };
    }

    /// <summary>Bash takes an equals sign for a word: <c>--color</c>, <c>=</c>, <c>never</c>.</summary>
    private static List<string> Joined(string[] words)
    {
        List<string> joined = [];
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "=" && joined is [.., ['-', '-', ..]])
                joined[^1] += "=" + (++i < words.Length ? words[i] : "");
            else
                joined.Add(words[i]);
        }
        return joined;
    }

    /// <summary>Some PowerShells drop an empty last argument, so that the script writes a plus before it.</summary>
    private static string[] WithoutMark(string[] words) =>
        words is [.. var before, ['+', .. var last]] ? [.. before, last] : words;
}
