using System.CommandLine;
using System.Globalization;
using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Indexing;

namespace Clip.Cli.Commands;

/// <summary><c>index</c>: brings indexes up to date.</summary>
internal static class IndexCommand
{
    public static Command Build()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Folders to index; with --in, files and folders inside it", Arity = ArgumentArity.ZeroOrMore };
        var captions = new Option<string[]>("--captions") { Description = "Attach the captions of this file (repeatable)", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var prune = new Option<bool>("--prune") { Description = "Also drop pictures that are excluded now, and those of a folder that has become empty" };
        var repair = new Option<bool>("--repair") { Description = "First check every stored vector, and make damaged ones anew" };
        var compact = new Option<bool>("--compact") { Description = "Free the space of pictures that are gone, however little; done without asking where it is a quarter of a large index" };
        var wait = new Option<TimeSpan>("--wait") { Description = "Where another program writes the index, wait so long for it to finish; forever for as long as it takes", HelpName = "SECONDS" };
        wait.RequireSeconds();
        var strict = new Option<bool>("--strict") { Description = "End with 2 if any file could not be read" };
        var index = new IndexOptions();
        var command = new Command("index", "Bring the index of a folder up to date");
        command.Arguments.Add(paths);
        index.AddTo(command, writes: true);
        command.Options.Add(captions);
        command.Options.Add(prune);
        command.Options.Add(repair);
        command.Options.Add(compact);
        command.Options.Add(wait);
        command.Options.Add(strict);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var locations = Locations(parsed.GetValue(paths) ?? [], index, parsed);
            using var model = Models.Load(parsed, takesCaptions: true);
            var options = index.Indexing(parsed) with
            {
                CaptionFiles = parsed.GetValue(captions) ?? [],
                Prune = parsed.GetValue(prune),
                Repair = parsed.GetValue(repair),
                Compact = parsed.GetValue(compact) ? CompactionChoice.Always : CompactionChoice.WhenItPays,
            };

            var failed = false;
            var found = false;
            foreach (var (location, inside) in locations)
            {
                var report = await IndexUpdate.RunAsync(model, location, options with { Paths = inside, Wait = Waiting(parsed.GetValue(wait), location, terminal) }, terminal, cancellationToken).ConfigureAwait(false);
                Write(terminal, parsed, location, report);
                terminal.Flush();
                failed |= report.Failed > 0;
                found |= report.Seen > 0 || report.Removed > 0 || report.Compacted > 0;
                if (report.Seen == 0 && report.Removed == 0)
                    terminal.Warn(ErrorText.Of(FolderException.NoPictures(DisplayPath.Of(location.Root))));
            }
            DeviceNotes.Tell(terminal, model);
            return failed && parsed.GetValue(strict) ? ExitCode.Error : found ? ExitCode.Found : ExitCode.Nothing;
        });
        return command;
    }

    private static WriterWait Waiting(TimeSpan atMost, IndexLocation location, Terminal terminal) => new(
        atMost, holder => terminal.Warn($"{DisplayPath.Of(location.Directory)}: is being written by {holder}; waiting for it to finish"));

    /// <summary>
    /// With <c>--in</c>, paths select parts of that folder. Without it, every folder named has an index of its own, and
    /// files go into the index of the folder that they lie in.
    /// </summary>
    private static IReadOnlyList<(IndexLocation Location, IReadOnlyList<string> Inside)> Locations(string[] paths, IndexOptions index, ParseResult parsed)
    {
        if (paths.FirstOrDefault(static path => !File.Exists(path) && !Directory.Exists(path)) is { } missing)
            throw new ClipException(missing.Length == 0 ? "\"\"" : DisplayPath.Of(missing), "does not exist", "check the path");
        if (paths.Length == 0 || parsed.GetValue(index.In) is not null)
            return [(index.Location(parsed), paths)];
        var directory = parsed.GetValue(index.IndexDirectory);
        if (paths.Length > 1 && directory is not null)
            throw new ClipException("--index-dir", "is one folder, but several are to be indexed", "index them one by one, or name their common folder with --in");

        var folders = paths.Where(Directory.Exists).Select(path => (IndexLocation.For(path, directory), (IReadOnlyList<string>)[]));
        var files = paths.Where(File.Exists)
            .GroupBy(static path => Path.GetDirectoryName(Path.GetFullPath(path))!)
            .Select(group => (IndexLocation.For(group.Key, directory), (IReadOnlyList<string>)[.. group]));
        return [.. folders, .. files];
    }

    private static void Write(Terminal terminal, ParseResult parsed, IndexLocation location, IndexReport report)
    {
        if (parsed.GetValue(GlobalOptions.Json))
        {
            terminal.Json(
                new IndexLine(
                    report.Added, report.Updated, report.Moved, report.Removed, report.Skipped, report.Failed, report.Captions, report.Compacted,
                    Math.Round(report.PicturesPerSecond, 1), Math.Round(report.Elapsed.TotalSeconds, 3), location.Root),
                JsonLines.Readable.IndexLine);
            return;
        }
        if (parsed.GetValue(GlobalOptions.Quiet))
            return;
        var compacted = report.Compacted == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {report.Compacted:N0} vectors compacted away");
        var speed = report.PicturesPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({report.PicturesPerSecond:0.0} pictures/s)") : "";
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{DisplayPath.Of(location.Root)}: {report.Added:N0} added, {report.Updated:N0} updated, {report.Moved:N0} moved, {report.Removed:N0} removed, {report.Skipped:N0} unchanged, {report.Failed:N0} failed, {report.Captions:N0} new captions{compacted}{speed}"));
    }
}
