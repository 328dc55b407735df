using System.CommandLine;
using Clip.Cli.Installation;
using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Library;

/// <summary><c>library add</c>: gives a folder a name.</summary>
internal sealed class LibraryAddVerb : IVerb<PictureLibrary>
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Letters, digits, -, _ and .",
    };

    private readonly Argument<string> _folder = new("FOLDER") { Description = "The folder of pictures" };

    private readonly Option<string?> _indexDirectory = new("--index-dir")
    {
        Description = "Keep its index here instead of in FOLDER/.clip",
        HelpName = "DIR",
    };

    private readonly Option<bool> _central = new("--central")
    {
        Description = "Keep its index in your own folder for data, so that nothing is written into FOLDER",
    };

    public LibraryAddVerb()
    {
        _indexDirectory.RequireValue();
        Command.Arguments.Add(_name);
        Command.Arguments.Add(_folder);
        Command.Options.Add(_indexDirectory);
        Command.Options.Add(_central);
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_central) && result.GetResult(_indexDirectory) is not null)
                result.AddError("--index-dir: does not go with --central");
        });
    }

    public VerbCommand Command { get; } = new(
        "add", "Give a folder of pictures a name; nothing is indexed yet",
        "clipsearch library add family ~/Pictures",
        "clipsearch library add archive /media/nas/photos --central");

    public PictureLibrary Resolve(ParseResult parsed)
    {
        var (name, folder) = (parsed.GetRequiredValue(_name), parsed.GetRequiredValue(_folder));
        if (folder.Length == 0)
            throw new ClipException("FOLDER", "is empty", "name the folder of pictures");
        var directory = parsed.GetValue(_central) && LibraryList.IsName(name)
            ? UserLibraries.CentralFor(name, folder)
            : parsed.GetValue(_indexDirectory);
        return new PictureLibrary(name, folder, directory);
    }

    public Task<int> RunAsync(PictureLibrary settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var library = UserLibraries.Read().Add(settings, cancellationToken).Get(settings.Name);
        if (terminal.IsJson)
        {
            terminal.Json(LibraryLine.Of(library), LibraryJson.Default.LibraryLine);
        }
        else if (!terminal.IsQuiet)
        {
            var (location, next) = (library.Location, $"clipsearch index --library {library.Name}");
            var state = PictureIndex.Exists(location)
                ? Texts.Of("has an index")
                : Texts.Say($"the first search indexes it, or: {next}");
            terminal.Line(Texts.Say(
                $"{library.Name}: {DisplayPath.Of(location.Root)}, indexed in {DisplayPath.Of(location.Directory)}; "
                + $"{state}"));
        }
        return Task.FromResult(ExitCode.Found);
    }
}
