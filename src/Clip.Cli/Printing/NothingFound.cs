using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Says that a collection has no pictures to work on, and why.</summary>
internal static class NothingFound
{
    public static void Warn(Terminal terminal, CollectionSettings settings, CollectionAnswer answer, string otherwise)
    {
        var planned = answer.HoldsNothing
            ? EmptyAnswer.PlannedFor(settings.Folders.Select(static folder => folder.Location))
            : 0;
        var reason = EmptyAnswer.Reason(
            settings.Filter, answer.FilterCounts, answer.HoldsNothing, planned) is { } why
            ? $"nothing found: {why}"
            : otherwise;
        var names = settings.Folders.Select(static folder => DisplayPath.Of(folder.Location.Full(folder.Folder)));
        terminal.Warn($"{string.Join(", ", names)}: {reason}");
    }
}
