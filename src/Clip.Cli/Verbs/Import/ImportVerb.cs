using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Import;

/// <summary>What <c>import</c> is asked to do.</summary>
/// <param name="Model">The model that made the vectors.</param>
/// <param name="Place">The index.</param>
/// <param name="Input">The file or folder to read.</param>
/// <param name="Import">How to take it in.</param>
internal sealed record ImportSettings(
    ModelSettings Model, IndexPlace Place, string Input, VectorImportOptions Import)
{
    /// <summary>The database that an index in a folder is copied into; null to import into an index.</summary>
    public PostgresStore? Store { get; init; }

    /// <summary>The file that names the rows; null where the vectors are named already, or not at all.</summary>
    public string? Names { get; init; }
}

/// <summary><c>import</c>: vectors that another program has made, into an index.</summary>
internal sealed class ImportVerb : IVerb<ImportSettings>
{
    private readonly Argument<string> _input = new("IN")
    {
        Description = "A file (.npy with .jsonl, .npz, .parquet, .safetensors, .jsonl, .csv, a dump of PostgreSQL, "
            + "rclip's db.sqlite3) or a folder of clip-retrieval; with --store, a folder with an index",
    };

    private readonly Option<string?> _base = new("--base")
    {
        Description = "What the paths begin with there, which stands for the folder of --in "
            + "(default: found out from the files that exist)",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _names = new("--names")
    {
        Description = "A file that names the rows: a path in each line, in the order of the rows; also .jsonl",
        HelpName = "FILE",
    };

    private readonly Option<bool> _onlyExisting = new("--only-existing")
    {
        Description = "Leave out rows whose file does not exist, instead of keeping them as files that are away",
    };

    private readonly Option<bool> _noCaptions = new("--no-captions")
    {
        Description = "Leave out the captions",
    };

    private readonly IndexOptions _index = new();

    public ImportVerb()
    {
        _base.RequireValue();
        _names.RequireValue();
        Command.Arguments.Add(_input);
        _index.AddLocationTo(Command);
        foreach (var option in (Option[])[_base, _names, _onlyExisting, _noCaptions])
            Command.Options.Add(option);
    }

    public VerbCommand Command { get; } = new(
        "import", "Take in vectors that another program has made with the same model, without encoding the pictures",
        "clipsearch import ~/.local/share/rclip/db.sqlite3 --in ~/Pictures --model ~/models/clip",
        "clipsearch import vectors.parquet --in ~/Pictures",
        "clipsearch import ~/Pictures --store postgres://clip@db/pictures",
        "clipsearch import embeddings/ --in ~/Pictures --base /data/images --only-existing");

    public ImportSettings Resolve(ParseResult parsed) => new(
        ModelOptions.Resolve(parsed),
        _index.StoreOf(parsed) is null
            ? _index.PlaceOf(parsed)
            : new IndexPlace(FolderOf(parsed.GetRequiredValue(_input)), ""),
        parsed.GetRequiredValue(_input),
        new VectorImportOptions
        {
            Base = parsed.GetValue(_base),
            OnlyExisting = parsed.GetValue(_onlyExisting),
            WithoutCaptions = parsed.GetValue(_noCaptions),
        })
    {
        Store = _index.StoreOf(parsed),
        Names = parsed.GetValue(_names),
    };

    /// <summary>The index that is copied into a database, by its folder or that of its pictures.</summary>
    private static IndexLocation FolderOf(string input)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input));
        var isInside = Path.GetFileName(full) == IndexLocation.DefaultDirectoryName;
        var location = IndexLocation.For(isInside ? Path.GetDirectoryName(full)! : full);
        return PictureIndex.Exists(location)
            ? location
            : throw new ClipException(
                DisplayPath.Of(input), "is no folder with an index, which is what --store takes in",
                "import it into the index of a folder with --in, then import that folder");
    }

    public Task<int> RunAsync(ImportSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var (location, folder) = settings.Place;
        if (settings.Store is { } store)
        {
            var (library, files, captions) = StoreTransfer.Copy(location, store, null, cancellationToken);
            ImportPrinter.WriteCopy(terminal, library, files, captions);
            return Task.FromResult(files > 0 ? ExitCode.Found : ExitCode.Nothing);
        }
        if (folder.Length > 0)
            terminal.Warn(Notices.IndexAbove(location, folder));
        var table = settings.Names is { } names
            ? VectorTableReader.Read(settings.Input, names)
            : VectorTableReader.Read(settings.Input);
        foreach (var note in table.Notes)
            terminal.Warn($"{DisplayPath.Of(table.Source)}: {note}");
        if (!table.HasPaths && table.Rows.Count > 0)
            terminal.Warn(ImportPrinter.Numbered(table, settings.Import.OnlyExisting));
        using var model = IndexModels.Load(location, settings.Model);
        // Nothing in vectors shows which model made them; a wrong one finds nothing, and gives no error.
        if (settings.Model.Name is null && !PictureIndex.Exists(location) && table.Model != model.Name)
            terminal.Warn(ImportPrinter.Assumed(table, model));
        var report = new VectorImport(model, location).Run(table, settings.Import, cancellationToken);
        ImportPrinter.Write(terminal, location, table, model, report);
        return Task.FromResult(report.Matched + report.Away + report.Known > 0 ? ExitCode.Found : ExitCode.Nothing);
    }
}
