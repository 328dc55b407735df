using System.CommandLine;
using System.Globalization;
using Clip.Catalog;
using Clip.Catalog.Maintenance;
using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Commands;

/// <summary><c>status</c>: what an index holds and whether it is sound.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var verify = new Option<bool>("--verify") { Description = "Check every checksum" };
        var index = new IndexOptions();
        var command = new Command("status", "Tell what the index holds, its model, size and health");
        index.AddTo(command, writes: false);
        command.Options.Add(verify);

        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(parsed, index, parsed.GetValue(verify), cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, IndexOptions options, bool verify, CancellationToken cancellationToken)
    {
        using var terminal = Terminal.For(parsed);
        var location = options.Location(parsed);
        using var index = IndexVerification.Open(location);

        var found = verify ? IndexVerification.Verify(index, cancellationToken: cancellationToken) : null;
        var isDamaged = index.VectorFileProblem is not null || found is { IsHealthy: false };
        var health = isDamaged ? "damaged" : found is null ? "not checked; use --verify" : "sound";
        var metadata = index.CountMetadata();
        var status = new StatusLine(
            location.Root, location.Directory, index.Model.Name, index.Model.Fingerprint, index.Model.Dimension, index.Model.Decode,
            index.PictureCount, index.FileCount, index.CaptionCount, index.FailureCount, index.CatalogBytes + index.VectorBytes, health,
            metadata.Dated, metadata.Placed, index.DeadCount, index.DeadBytes);

        if (parsed.GetValue(GlobalOptions.Json))
            terminal.Json(status, JsonLines.Readable.StatusLine);
        else
            WriteTable(terminal, status, location, metadata.Undescribed);
        if (!isDamaged)
            return ExitCode.Found;
        terminal.Flush();
        if (index.VectorFileProblem is { } problem)
        {
            var (subject, text, remedy) = IndexRemedies.Parts(problem);
            terminal.Error($"{DisplayPath.Of(subject)}: {text}; {remedy} {IndexUpdate.Options(location)}");
        }
        if (found is not null)
            WriteDamage(terminal, location, found);
        return ExitCode.Error;
    }

    private static void WriteDamage(Terminal terminal, IndexLocation location, IndexHealth found)
    {
        foreach (var problem in found.Problems)
            terminal.Error($"{DisplayPath.Of(location.Directory)}: {problem}; delete the folder and index again");
        var where = IndexUpdate.Options(location);
        foreach (var entry in found.Damaged)
        {
            var names = entry.Caption is { } caption ? [TextInput.Quote(caption)] : entry.Paths.Select(path => DisplayPath.Of(location.Full(path)));
            foreach (var name in names)
                terminal.Error($"{name}: its vector is damaged; make it anew with: clipsearch index --repair {where}");
        }
    }

    private static void WriteTable(Terminal terminal, StatusLine status, IndexLocation location, long undescribed)
    {
        (string Name, string Value)[] rows =
        [
            ("folder", DisplayPath.Of(status.Folder)),
            ("index", $"{DisplayPath.Of(status.Index)} ({status.Bytes / 1e6:0.0} MB)"),
            ("model", $"{status.Model}, {status.Dimension} dimensions, fingerprint {status.Fingerprint}"),
            ("decoding", status.Decode),
            ("pictures", $"{status.Pictures:N0} in {status.Files:N0} files"),
            ("taken", $"{status.Dated:N0} with a date, {status.Placed:N0} with a place{(undescribed > 0 ? $"; of {undescribed:N0} the next run of index finds that out" : "")}"),
            ("captions", $"{status.Captions:N0}"),
            ("unreadable", $"{status.Failures:N0}"),
            ("dead", status.Dead == 0 ? "0" : string.Create(
                CultureInfo.InvariantCulture,
                $"{status.Dead:N0} vectors of pictures and captions that are gone ({status.DeadBytes / 1e6:0.0} MB); free them with: clipsearch index --compact {IndexUpdate.Options(location)}")),
            ("health", status.Health),
        ];
        foreach (var (name, value) in rows)
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{name,-11} {value}"));
    }
}
