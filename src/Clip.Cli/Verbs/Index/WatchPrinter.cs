using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Index;

/// <summary>The JSON line of a change. The names are part of the command line's contract.</summary>
internal sealed record WatchLine(
    string Event, string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? From,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WatchLine))]
internal sealed partial class WatchJson : JsonSerializerContext;

/// <summary>Writes what the watches of some folders report, each line at once. Thread-safe.</summary>
/// <param name="terminal">Where to write.</param>
internal sealed class WatchPrinter(Terminal terminal)
{
    private readonly Lock _turn = new();

    /// <summary>Writes what the first run did.</summary>
    public void Started(IndexLocation location, IndexReport report)
    {
        lock (_turn)
        {
            terminal.Status.Clear();
            IndexPrinter.WriteNotes(terminal, location, report);
            IndexPrinter.Write(terminal, location, report);
            terminal.Flush();
            if (!terminal.IsJson)
                terminal.Warn($"{DisplayPath.Of(location.Root)}: watching; Ctrl-C ends this");
        }
    }

    /// <summary>Writes a change.</summary>
    public void Changed(IndexLocation location, IndexChange change)
    {
        lock (_turn)
        {
            terminal.Status.Clear();
            if (terminal.IsJson)
                terminal.Json(Line(location, change), WatchJson.Default.WatchLine);
            else if (!terminal.IsQuiet && change.Kind != IndexChangeKind.Failed)
                terminal.Line(Text(location, change));
            terminal.Flush();
        }
    }

    /// <summary>Writes what the user should know.</summary>
    public void Noticed(IndexLocation location, WatchNotice notice) => terminal.Warn(Text(location, notice));

    /// <summary>Writes what is wrong with a file or a part of the folder.</summary>
    public void Failed(ClipException error) => terminal.Error(ErrorText.Of(error));

    private static WatchLine Line(IndexLocation location, IndexChange change) => new(
        Word(change.Kind), Shown(location, change.Path), change.From is { } from ? Shown(location, from) : null,
        change.Error is { } error ? Reason(error) : null);

    private static string Text(IndexLocation location, IndexChange change)
    {
        var path = Shown(location, change.Path);
        var text = change.From is { } from ? $"{Shown(location, from)} -> {path}" : path;
        return $"{TextWidth.Pad(Texts.Of(Word(change.Kind)), 7)}  {text}";
    }

    private static string Text(IndexLocation location, WatchNotice notice)
    {
        var root = DisplayPath.Of(location.Root);
        return notice switch
        {
            WatchNotice.FolderAway =>
                $"{root}: is not there; nothing is removed, and the watch goes on when it is back",
            WatchNotice.FolderBack => $"{root}: is there again",
            WatchNotice.ChangesLost =>
                $"{root}: more changed at once than the system remembers; looking through the whole folder",
            WatchNotice.WaitingForWriter waiting => Notices.Waiting(location, waiting.Holder),
            WatchNotice.Polling { Problem: null } polling =>
                $"{root}: is on a drive whose changes are not all reported; looking through it {Every(polling)}",
            WatchNotice.Polling polling =>
                $"{root}: its changes are not all reported ({polling.Problem!.TrimEnd('.')}); looking through it "
                + $"{Every(polling)}{Remedy()}",
            _ => throw new ArgumentOutOfRangeException(nameof(notice)),
        };
    }

    private static string Every(WatchNotice.Polling polling) => string.Create(
        CultureInfo.InvariantCulture, $"every {polling.Interval.TotalSeconds:0.###} seconds instead");

    private static string Remedy() => OperatingSystem.IsLinux()
        ? "; to allow more watched folders: sudo sysctl fs.inotify.max_user_watches=1048576 "
            + "fs.inotify.max_user_instances=1024"
        : "";

    private static string Word(IndexChangeKind kind) => kind switch
    {
        IndexChangeKind.Added => "added",
        IndexChangeKind.Updated => "updated",
        IndexChangeKind.Moved => "moved",
        IndexChangeKind.Removed => "removed",
        IndexChangeKind.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Reason(ClipException error)
    {
        var (_, problem, remedy) = ErrorText.Parts(error);
        return remedy is null ? problem : $"{problem}; {remedy}";
    }

    private static string Shown(IndexLocation location, string path) => DisplayPath.Of(location.Full(path));
}
