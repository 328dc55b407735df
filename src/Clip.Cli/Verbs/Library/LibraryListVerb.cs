using System.CommandLine;
using System.Globalization;
using Clip.Cli.Installation;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Library;

/// <summary>What <c>library list</c> is asked to do: nothing can be chosen.</summary>
internal sealed record LibraryListSettings;

/// <summary><c>library list</c>: the libraries and the state of their indexes.</summary>
internal sealed class LibraryListVerb : IVerb<LibraryListSettings>
{
    private static readonly TextTable Table = new(
        ["NAME", "PICTURES", "STATE", "FOLDER", "INDEX"], numbers: ["PICTURES"], spare: ["INDEX", "STATE", "PICTURES"]);

    public VerbCommand Command { get; } = new(
        "list", "The libraries, and what their indexes hold; ends with 1 if there are none",
        "clipsearch library list",
        "clipsearch library list --json");

    public LibraryListSettings Resolve(ParseResult parsed) => new();

    public Task<int> RunAsync(LibraryListSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var lines = UserLibraries.Read().Libraries.Select(LibraryLine.Of).ToList();
        if (lines.Count == 0)
        {
            terminal.Warn("there are no libraries; add one with: clipsearch library add NAME FOLDER");
            return Task.FromResult(ExitCode.Nothing);
        }
        if (terminal.IsJson)
        {
            lines.ForEach(line => terminal.Json(line, LibraryJson.Default.LibraryLine));
            return Task.FromResult(ExitCode.Found);
        }
        var left = Table.Write(terminal, [.. lines.Select(Row)]);
        if (left.Count > 0)
        {
            terminal.Flush(); // after the table, also where both go to one terminal
            terminal.Warn(
                $"this terminal is too narrow for {Texts.Join(left.Select(Texts.Of))}; clipsearch library list --json "
                + "tells all");
        }
        return Task.FromResult(ExitCode.Found);
    }

    private static string[] Row(LibraryLine line) =>
    [
        Plain.OneLine(line.Name), line.Pictures?.ToString("N0", CultureInfo.InvariantCulture) ?? "-",
        Texts.Of(line.State),
        Plain.OneLine(DisplayPath.Of(line.Folder)), Plain.OneLine(DisplayPath.Of(line.IndexDir)),
    ];
}
