using System.CommandLine;
using Clip.Catalog.Maintenance;
using Clip.Cli.Installation;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Library;

/// <summary>What <c>library remove</c> is asked to do.</summary>
/// <param name="Name">The library.</param>
/// <param name="DeletesIndex">Whether its index goes too.</param>
internal sealed record LibraryRemoveSettings(string Name, bool DeletesIndex);

/// <summary><c>library remove</c>: takes the name from a folder.</summary>
internal sealed class LibraryRemoveVerb : IVerb<LibraryRemoveSettings>
{
    private readonly Argument<string> _name = new("NAME") { Description = "The library" };

    private readonly Option<bool> _deleteIndex = new("--delete-index")
    {
        Description = "Delete its index too; its pictures are never touched",
    };

    public LibraryRemoveVerb()
    {
        _name.CompletionSources.Add(
            static _ => UserLibraries.Completions().Where(static item => item.Label != LibraryList.All));
        Command.Arguments.Add(_name);
        Command.Options.Add(_deleteIndex);
    }

    public VerbCommand Command { get; } = new(
        "remove", "Forget the name of a folder; its pictures are never touched, and its index is kept",
        "clipsearch library remove family",
        "clipsearch library remove archive --delete-index");

    public LibraryRemoveSettings Resolve(ParseResult parsed) =>
        new(parsed.GetRequiredValue(_name), parsed.GetValue(_deleteIndex));

    public Task<int> RunAsync(LibraryRemoveSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var list = UserLibraries.Read();
        var library = list.Get(settings.Name);
        var location = library.Location;
        var hadIndex = PictureIndex.Exists(location);
        // First, so that a library whose index is in use stays.
        if (settings.DeletesIndex && hadIndex)
            IndexDeletion.Run(location, UserLibraries.IsCentral(location), cancellationToken);
        list.Remove(settings.Name, cancellationToken);
        var index = !hadIndex ? "none" : settings.DeletesIndex ? "deleted" : "kept";
        if (terminal.IsJson)
        {
            terminal.Json(
                new RemovedLibraryLine(library.Name, location.Root, location.Directory, index),
                LibraryJson.Default.RemovedLibraryLine);
        }
        else if (!terminal.IsQuiet)
        {
            terminal.Line(Texts.Say(
                $"{library.Name}: forgotten; the pictures in {DisplayPath.Of(location.Root)} are untouched"
                + $"{Fate(location, index)}"));
        }
        return Task.FromResult(ExitCode.Found);
    }

    private static string Fate(IndexLocation location, string index) => index switch
    {
        "kept" => Texts.Say($", and the index in {DisplayPath.Of(location.Directory)} is kept; it is used with "
            + $"{IndexArguments.Of(location)}"),
        "deleted" => Texts.Say($", and the index in {DisplayPath.Of(location.Directory)} is deleted"),
        _ => "",
    };
}
