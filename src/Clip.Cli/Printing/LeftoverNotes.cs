using Clip.Catalog.Maintenance;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Printing;

/// <summary>The JSON of something that a killed program has left of an index.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">The space that it takes.</param>
/// <param name="UnfinishedRebuild">Whether the next rebuild continues it.</param>
internal sealed record LeftoverLine(string Path, long Bytes, bool UnfinishedRebuild)
{
    /// <summary>What is left of an index; null for nothing.</summary>
    public static LeftoverLine[]? Of(IndexLocation location) => IndexLeftovers.Find(location) is { Count: > 0 } found
        ? [.. found.Select(static one => new LeftoverLine(one.Path, one.Bytes, one.IsUnfinishedRebuild))]
        : null;
}

/// <summary>Words what killed programs have left of an index.</summary>
internal static class LeftoverNotes
{
    /// <summary>The rows of a table of facts.</summary>
    public static IEnumerable<(string Name, string Value)> Rows(LeftoverLine[]? leftovers, IndexLocation location) =>
        (leftovers ?? []).Select(leftover => (
            "left over",
            $"{DisplayPath.Of(leftover.Path)} ({ByteSize.Of(leftover.Bytes)}): " + (leftover.UnfinishedRebuild
                ? Texts.OfMessage(Unfinished(location))
                : Texts.Of("of a program that was killed; the next run of index removes it"))));

    /// <summary>Writes what a run has removed and left.</summary>
    public static void Write(Terminal terminal, IndexLocation location, IndexReport report)
    {
        if (report.RemovedLeftovers.Count > 0)
        {
            var names = string.Join(", ", report.RemovedLeftovers.Select(DisplayPath.Of));
            terminal.Warn($"{names}: left by a program that was killed; removed");
        }
        if (report.UnfinishedRebuild is { } rebuild)
            terminal.Warn($"{DisplayPath.Of(rebuild)}: {Unfinished(location)}");
    }

    private static string Unfinished(IndexLocation location) =>
        $"unfinished rebuild; to continue it: clipsearch index --rebuild {IndexArguments.Of(location)}; "
        + $"to remove it: clipsearch index --prune {IndexArguments.Of(location)}";
}
