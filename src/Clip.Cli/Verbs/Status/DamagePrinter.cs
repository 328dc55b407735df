using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Status;

/// <summary>Reports what is damaged in an index.</summary>
internal static class DamagePrinter
{
    /// <summary>Writes one line per problem.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="location">The index.</param>
    /// <param name="vectorFile">What is wrong with its vector file as a whole, or null.</param>
    /// <param name="health">What its checksums say, or null where they were not checked.</param>
    public static void Write(
        Terminal terminal, IndexLocation location, IndexException? vectorFile, IndexHealth? health)
    {
        if (vectorFile is not null)
        {
            var (subject, problem, remedy) = IndexRemedies.Parts(vectorFile);
            terminal.Error($"{DisplayPath.Of(subject)}: {problem}; {remedy}");
        }
        if (health is null)
            return;
        foreach (var problem in health.Problems)
            terminal.Error($"{DisplayPath.Of(location.Directory)}: {problem}; encode everything again with: "
                + $"clipsearch index --rebuild {IndexArguments.Of(location)}");
        var names = health.Damaged.SelectMany(entry => Names(entry, location)).ToList();
        foreach (var name in names)
            terminal.Error($"{name}: its vector is damaged");
        if (names.Count > 0)
        {
            terminal.Error(
                $"{DisplayPath.Of(location.Directory)}: {Counted.Of(health.Damaged.Count, "damaged vector")}; rebuild "
                + $"{(health.Damaged.Count == 1 ? "it" : "them")} with: clipsearch index --repair "
                + IndexArguments.Of(location));
        }
    }

    private static IEnumerable<string> Names(DamagedEntry entry, IndexLocation location) =>
        entry.Caption is { } caption
            ? [Quoted.Of(caption)]
            : entry.Paths.Select(path => DisplayPath.Of(location.Full(path)));
}
