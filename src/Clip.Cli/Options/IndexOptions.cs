using System.CommandLine;
using Clip.Catalog;
using Clip.Cli.Installation;
using Clip.Images;
using Clip.Indexing;

namespace Clip.Cli.Options;

/// <summary>Which index a verb reads, and whether it is brought up to date first.</summary>
/// <param name="Location">Where the index is.</param>
/// <param name="Update">How to bring it up to date; null to read it as it is.</param>
internal sealed record IndexSettings(IndexLocation Location, IndexerOptions? Update);

/// <summary>The options of verbs that read or write an index.</summary>
internal sealed class IndexOptions
{
    private const int MostFailuresNamed = 10;

    private readonly Option<string?> _in = new("--in")
    {
        Description = "The folder of pictures; its index is in FOLDER/.clip",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _indexDirectory = new("--index-dir")
    {
        Description = "Keep the index here instead, for read-only drives",
        HelpName = "DIR",
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
        Description = "exact, as the references decode; or fast, where large JPEGs are shrunk while decoding "
            + "(default for a new index)",
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

    /// <summary>Adds the options that say where the index is.</summary>
    public void AddLocationTo(Command command)
    {
        _in.RequireValue();
        _indexDirectory.RequireValue();
        command.Options.Add(_in);
        command.Options.Add(_indexDirectory);
    }

    /// <summary>Adds the options of a verb that writes the index.</summary>
    public void AddIndexingTo(Command command)
    {
        AddLocationTo(command);
        _decode.RequireOneOf("exact", "fast");
        foreach (var option in (Option[])[_exclude, _noExclude, _noDefaultExcludes, _defaultExcludes])
            command.Options.Add(option);
        command.Options.Add(_decode);
        command.Options.Add(_noOwnCaptions);
        command.Options.Add(_ownCaptions);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_noOwnCaptions) && result.GetValue(_ownCaptions))
                result.AddError("--own-captions: does not go with --no-own-captions");
            if (result.GetValue(_noDefaultExcludes) && result.GetValue(_defaultExcludes))
                result.AddError("--default-excludes: does not go with --no-default-excludes");
        });
    }

    /// <summary>Adds the options of a verb that brings the index up to date before it reads it.</summary>
    public void AddSearchTo(Command command)
    {
        AddIndexingTo(command);
        command.Options.Add(_noIndex);
    }

    /// <summary>What <c>--in</c> names, or null.</summary>
    public string? FolderOf(ParseResult parsed) => parsed.GetValue(_in);

    /// <summary>What <c>--index-dir</c> names, or null.</summary>
    public string? DirectoryOf(ParseResult parsed) => parsed.GetValue(_indexDirectory);

    /// <summary>Where the index is. Without <c>--in</c>: the current folder, or the gallery in a checkout.</summary>
    public IndexLocation LocationOf(ParseResult parsed) =>
        IndexLocation.For(FolderOf(parsed) ?? Checkout.DefaultFolder(), DirectoryOf(parsed));

    /// <summary>The index to search.</summary>
    public IndexSettings Resolve(ParseResult parsed) =>
        new(LocationOf(parsed), parsed.GetValue(_noIndex) ? null : IndexingOf(parsed));

    /// <summary>What the indexer is to take in.</summary>
    public IndexerOptions IndexingOf(ParseResult parsed) => new()
    {
        Exclude = parsed.GetValue(_exclude) ?? [],
        ForgetExcludes = parsed.GetValue(_noExclude),
        DefaultExcludes = parsed.GetValue(_noDefaultExcludes) ? false : parsed.GetValue(_defaultExcludes) ? true : null,
        MaxFailureReports = MostFailuresNamed,
        Decode = DecodeModeWords.Parse(parsed.GetValue(_decode)),
        PictureCaptions = parsed.GetValue(_noOwnCaptions) ? false : parsed.GetValue(_ownCaptions) ? true : null,
    };
}
