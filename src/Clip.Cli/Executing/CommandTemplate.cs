using Clip.Cli.Showing;

namespace Clip.Cli.Executing;

/// <summary>A command with placeholders, to be run for results. No shell reads it: each word is one argument.</summary>
internal sealed class CommandTemplate
{
    private readonly IReadOnlyList<PlaceholderText> _words;

    private CommandTemplate(IReadOnlyList<PlaceholderText> words, bool isBatch)
    {
        _words = words;
        IsBatch = isBatch;
    }

    /// <summary>Whether one process gets all results; otherwise each gets one.</summary>
    public bool IsBatch { get; }

    /// <summary>Reads a command.</summary>
    /// <param name="words">Its words. Where none has a placeholder, the path is added as the last argument.</param>
    /// <param name="isBatch">Whether one process gets all results.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>The command; null where something is wrong.</returns>
    public static CommandTemplate? Parse(IReadOnlyList<string> words, bool isBatch, out string? problem)
    {
        List<PlaceholderText> parsed = [.. words.Select(PlaceholderText.Parse)];
        if (!parsed.Exists(static word => word.HasPlaceholder))
            parsed.Add(PlaceholderText.Path);
        problem = words is [] or ["", ..] ? "needs a command"
            : !isBatch ? null
            : parsed[0].HasPlaceholder ? "the program cannot be a placeholder"
            : parsed.Count(static word => word.HasPlaceholder) > 1 ? "only one argument can hold placeholders"
            : null;
        return problem is null ? new CommandTemplate(parsed, isBatch) : null;
    }

    /// <summary>The command lines for results: the program and its arguments.</summary>
    /// <param name="results">The results, in the order in which they are shown.</param>
    /// <param name="limit">How long the arguments of a process may be.</param>
    public IEnumerable<IReadOnlyList<string>> CommandLines(IReadOnlyList<ShownPicture> results, ArgumentLimit limit) =>
        IsBatch
            ? Batches(results, limit)
            : results.Select(result => (IReadOnlyList<string>)[.. _words.Select(word => word.Expand(result))]);

    private IEnumerable<IReadOnlyList<string>> Batches(IReadOnlyList<ShownPicture> results, ArgumentLimit limit)
    {
        var at = _words.Index().First(static word => word.Item.HasPlaceholder).Index;
        List<string> before = [.. _words.Take(at).Select(static word => word.Literal)];
        List<string> after = [.. _words.Skip(at + 1).Select(static word => word.Literal)];
        var shared = before.Concat(after).Sum(ArgumentLimit.SizeOf);
        List<string> batch = [];
        var size = shared;
        foreach (var argument in results.Select(_words[at].Expand))
        {
            var more = ArgumentLimit.SizeOf(argument);
            if (batch.Count > 0 && size + more > limit.Most)
            {
                yield return [.. before, .. batch, .. after];
                batch.Clear();
                size = shared;
            }
            batch.Add(argument);
            size += more;
        }
        if (batch.Count > 0)
            yield return [.. before, .. batch, .. after];
    }
}
