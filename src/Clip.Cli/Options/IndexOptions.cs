using System.CommandLine;
using System.CommandLine.Parsing;
using Clip.Cli.Installation;
using Clip.Cli.Output;
using Clip.Searching;

namespace Clip.Cli.Options;

/// <summary>The options of verbs that read or write an index.</summary>
internal sealed class IndexOptions
{
    private const int MostFailuresNamed = 10;

    private readonly Option<string[]> _in = new("--in")
    {
        Description = "The folder of pictures; its index is in FOLDER/.clip",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string[]> _library = new("--library")
    {
        Description = "A library, as named by clipsearch library add; all for every one (repeatable where several are "
            + "searched together)",
        HelpName = "NAME",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string?> _indexDirectory = new("--index-dir")
    {
        Description = "Keep the index here instead, for read-only drives",
        HelpName = "DIR",
    };

    private readonly StoreOptions _store = new();

    private readonly Option<bool> _ownIndex = new("--own-index")
    {
        Description = "Give FOLDER an index of its own, though a folder above it has one, "
            + "which is otherwise used for this part of it",
    };

    private readonly Option<bool> _noIndex = new("--no-index")
    {
        Description = "Search what is indexed, without looking for new pictures first",
    };

    private readonly Option<string[]> _exclude = new("--exclude")
    {
        Description = "Leave out names (*.gif, thumbnails) or paths (/raw, 2019/**/raw) that match; "
            + "the index remembers this (repeatable)",
        HelpName = "GLOB",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<bool> _noExclude = new("--no-exclude")
    {
        Description = "Forget what earlier runs were told to --exclude",
    };

    private readonly Option<bool> _noDefaultExcludes = new("--no-default-excludes")
    {
        Description = "Take in system folders, thumbnails and previews too, such as @eaDir, $RECYCLE.BIN, *.lrdata and "
            + "node_modules; the index remembers this",
    };

    private readonly Option<bool> _defaultExcludes = new("--default-excludes")
    {
        Description = "Leave them out again after --no-default-excludes",
    };

    private readonly Option<string> _decode = new("--decode")
    {
        Description = "exact, as the references decode; fast, where large JPEGs are shrunk while decoding "
            + "(default for a new index); or draft, where they are shrunk further, to no less than the model takes",
        HelpName = "MODE",
    };

    private readonly Option<bool> _noOwnCaptions = new("--no-own-captions")
    {
        Description = "Take no captions from the pictures' EXIF, XMP and IPTC, nor from NAME.txt or NAME.EXT.txt "
            + "beside them, and remove those taken before; the index remembers this",
    };

    private readonly Option<bool> _ownCaptions = new("--own-captions")
    {
        Description = "Take these captions again after --no-own-captions",
    };

    private LibraryList? _known;

    /// <summary>Adds the options that say where the index is.</summary>
    public void AddLocationTo(Command command)
    {
        _in.Validators.Add(static result =>
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
                result.AddError("--in: is empty");
        });
        _indexDirectory.RequireValue();
        _library.CompletionSources.Add(static _ => UserLibraries.Completions());
        command.Validators.Add(result =>
        {
            if (result.GetResult(_library) is { Implicit: false } && result.GetResult(_indexDirectory) is not null)
                result.AddError("--index-dir: does not go with --library, which knows where its index is");
        });
        command.Options.Add(_in);
        command.Options.Add(_library);
        command.Options.Add(_indexDirectory);
        command.Options.Add(_ownIndex);
        _store.AddTo(command, _in, _library, _indexDirectory, _ownIndex);
    }

    /// <summary>Adds the options of a verb that reads an index, and does not bring it up to date.</summary>
    public void AddReadingTo(Command command)
    {
        AddLocationTo(command);
        _store.AddReadTo(command);
    }

    /// <summary>Adds the options of a verb that writes the index.</summary>
    public void AddIndexingTo(Command command)
    {
        AddLocationTo(command);
        _decode.RequireOneOf("exact", "fast", "draft");
        _exclude.RequireGlobs();
        foreach (var option in (Option[])[_exclude, _noExclude, _noDefaultExcludes, _defaultExcludes])
            command.Options.Add(option);
        command.Options.Add(_decode);
        command.Options.Add(_noOwnCaptions);
        command.Options.Add(_ownCaptions);
        command.Validators.Add(result =>
        {
            if (OppositeSwitches.AreBothWritten(result, _ownCaptions, _noOwnCaptions))
                result.AddError("--own-captions: does not go with --no-own-captions");
            if (OppositeSwitches.AreBothWritten(result, _defaultExcludes, _noDefaultExcludes))
                result.AddError("--default-excludes: does not go with --no-default-excludes");
        });
    }

    /// <summary>Adds the options of a verb that brings the index up to date and then reads all of it.</summary>
    public void AddWholeTo(Command command)
    {
        AddIndexingTo(command);
        command.Options.Add(_noIndex);
        _store.AddReadTo(command);
    }

    /// <summary>Adds the options of a verb that brings the index up to date before it searches it.</summary>
    public void AddSearchTo(Command command)
    {
        AddWholeTo(command);
        _store.AddExactTo(command);
    }

    /// <summary>Adds the options of a verb that searches several folders together.</summary>
    public void AddSearchOfSeveralTo(Command command)
    {
        AddSearchTo(command);
        _in.Description = "A folder of pictures; its index is in FOLDER/.clip (repeatable: all are searched together)";
        command.Validators.Add(result =>
        {
            if (result.GetResult(_in) is { Tokens.Count: > 1 } && result.GetResult(_indexDirectory) is not null)
                result.AddError("--index-dir: is one index, so it does not go with several --in");
        });
    }

    /// <summary>The folder that <c>--in</c> or <c>--library</c> names, or null; the last one counts.</summary>
    /// <exception cref="ClipException">There is no such library.</exception>
    public string? FolderOf(ParseResult parsed) =>
        parsed.GetValue(_in)?.LastOrDefault() ?? (LibrariesOf(parsed) is [.., var last] ? last.Folder : null);

    /// <summary>The libraries that <c>--library</c> names, each once.</summary>
    /// <exception cref="ClipException">There is no such library.</exception>
    public IReadOnlyList<PictureLibrary> LibrariesOf(ParseResult parsed) =>
        parsed.GetValue(_library) is { Length: > 0 } names ? (_known ??= UserLibraries.Read()).Select(names) : [];

    /// <summary>What <c>--index-dir</c> names, or null.</summary>
    public string? DirectoryOf(ParseResult parsed) => parsed.GetValue(_indexDirectory);

    /// <summary>The index that the verb is about, and which folder of it.</summary>
    /// <exception cref="ClipException">What <c>--in</c> names is a file.</exception>
    /// <exception cref="StoreException">The store cannot be reached, or has not one library.</exception>
    public IndexPlace PlaceOf(ParseResult parsed)
    {
        if (_store.Find(parsed) is { } store)
            return new IndexPlace(store.FindLibrary(), "");
        var libraries = LibrariesOf(parsed);
        if (libraries.Count == 0)
            return PlaceIn(FolderOf(parsed), parsed);
        return libraries.Count == 1 && parsed.GetValue(_in) is not { Length: > 0 }
            ? PlaceOf(libraries[0], parsed)
            : throw new ClipException(
                "--library", "names several indexes, but this takes one", "name one library, and no --in");
    }

    /// <summary>The index that a library's pictures are in, or will be in.</summary>
    public IndexPlace PlaceOf(PictureLibrary library, ParseResult parsed) =>
        (library.IndexDirectory is null ? PlaceOf(library.Folder, parsed) : new IndexPlace(library.Location, "")) with
        {
            Library = library.Name,
        };

    /// <summary>Whether the command line names a store.</summary>
    public bool HasStore(SymbolResult result) => _store.Has(result);

    /// <summary>The store that the command line names, or null.</summary>
    /// <exception cref="StoreException">Its address is not valid.</exception>
    public PostgresStore? StoreOf(ParseResult parsed) => _store.Find(parsed);

    private IndexPlace PlaceIn(string? folder, ParseResult parsed)
    {
        if (folder is not null && File.Exists(folder))
        {
            var parent = Path.GetDirectoryName(Path.GetFullPath(folder))!;
            throw new ClipException(
                $"--in {DisplayPath.Of(folder)}", "is a file, not a folder",
                $"name the folder that it is in: --in {ShellQuoted.Of(DisplayPath.Of(parent))}");
        }
        return PlaceOf(folder ?? Checkout.DefaultFolder(), parsed);
    }

    /// <summary>The index that a folder's pictures are in, or will be in.</summary>
    public IndexPlace PlaceOf(string folder, ParseResult parsed)
    {
        if (_store.Find(parsed) is { } store)
        {
            return store.FindEnclosingLibrary(folder) is { } library
                ? new IndexPlace(library, library.Relative(Path.GetFullPath(folder)))
                : new IndexPlace(store.LibraryOf(folder), "");
        }
        var own = IndexLocation.For(folder, DirectoryOf(parsed));
        return parsed.GetValue(_ownIndex) || EnclosingIndex.Find(own) is not { } above
            ? new IndexPlace(own, "")
            : new IndexPlace(above.Location, above.Folder);
    }

    /// <summary>The folders to search; one that lies in another is left out.</summary>
    /// <inheritdoc cref="PlaceOf(ParseResult)" path="/exception"/>
    public IReadOnlyList<IndexSettings> ResolveAll(ParseResult parsed)
    {
        if (_store.Find(parsed) is { } store)
            return [.. store.FindAllLibraries().Select(library => SettingsOf(new IndexPlace(library, ""), parsed))];
        var libraries = LibrariesOf(parsed);
        string?[] named = parsed.GetValue(_in) is { Length: > 0 } folders ? [.. folders]
            : libraries.Count > 0 ? []
            : [null];
        var places = libraries.Select(library => PlaceOf(library, parsed))
            .Concat(named.Select(folder => PlaceIn(folder, parsed)))
            .DistinctBy(static place => (place.Location, place.Folder)).ToList();
        var outermost = places.Where(place => !places.Exists(place.LiesIn));
        return [.. outermost.Select(place => SettingsOf(place, parsed))];
    }

    /// <summary>The index to search. Without <c>--in</c>: the current folder's, in a checkout the gallery's.</summary>
    public IndexSettings Resolve(ParseResult parsed) => SettingsOf(PlaceOf(parsed), parsed);

    /// <summary>The index of a folder that the command line names in another way.</summary>
    public IndexSettings Resolve(string folder, ParseResult parsed) => SettingsOf(PlaceOf(folder, parsed), parsed);

    /// <summary>What the indexer is to take in.</summary>
    public IndexerOptions IndexingOf(ParseResult parsed) => new()
    {
        Exclude = parsed.GetValue(_exclude) ?? [],
        ForgetExcludes = parsed.GetValue(_noExclude),
        DefaultExcludes = OppositeSwitches.Choice(parsed, _defaultExcludes, _noDefaultExcludes),
        MaxFailureReports = MostFailuresNamed,
        Decode = DecodeModeWords.Parse(parsed.GetValue(_decode)),
        PictureCaptions = OppositeSwitches.Choice(parsed, _ownCaptions, _noOwnCaptions),
    };

    // A store is brought up to date by those who index into it, who know the folder.
    private IndexSettings SettingsOf(IndexPlace place, ParseResult parsed) => new(
        place.Location, place.Folder,
        parsed.GetValue(_noIndex) || place.Location.Store is not null ? null : place.Limit(IndexingOf(parsed)))
    {
        Library = place.Library,
        Recall = _store.Find(parsed) is { } store && _store.RecallOf(parsed) is { } share ? (store, share) : null,
    };
}
