using System.CommandLine;
using Clip.Catalog;
using Clip.Images;
using Clip.Indexing;

namespace Clip.Cli;

/// <summary>The options of verbs that read or write an index.</summary>
internal sealed class IndexOptions
{
    public Option<string?> In { get; } = new("--in")
    {
        Description = "The folder of pictures; its index lies in FOLDER/.clip",
        HelpName = "FOLDER",
    };

    public Option<string?> IndexDirectory { get; } = new("--index-dir")
    {
        Description = "Keep the index here instead, for read-only drives",
        HelpName = "DIR",
    };

    public Option<bool> NoIndex { get; } = new("--no-index")
    {
        Description = "Search what is indexed, without looking for new pictures first",
    };

    public Option<string[]> Exclude { get; } = new("--exclude")
    {
        Description = "Do not look at names (*.gif, thumbnails) or paths (/raw, 2019/**/raw) that match; what is indexed already stays (repeatable)",
        HelpName = "GLOB",
        DefaultValueFactory = _ => [],
    };

    public Option<string> Decode { get; } = new("--decode")
    {
        Description = "exact, as the references decode; or fast, where large JPEGs are shrunk while decoding (default for a new index)",
        HelpName = "MODE",
    };

    public Option<bool> NoOwnCaptions { get; } = new("--no-own-captions")
    {
        Description = "Take no captions from the pictures' EXIF, XMP and IPTC, nor from NAME.txt or NAME.EXT.txt beside them, and remove those taken before; the index remembers it",
    };

    public Option<bool> OwnCaptions { get; } = new("--own-captions") { Description = "Take these captions again after --no-own-captions" };

    public void AddTo(Command command, bool writes)
    {
        Decode.RequireOneOf("exact", "fast");
        In.RequireValue();
        IndexDirectory.RequireValue();
        command.Options.Add(In);
        command.Options.Add(IndexDirectory);
        if (!writes)
            return;
        command.Options.Add(Exclude);
        command.Options.Add(Decode);
        command.Options.Add(NoOwnCaptions);
        command.Options.Add(OwnCaptions);
        command.Validators.Add(result =>
        {
            if (result.GetValue(NoOwnCaptions) && result.GetValue(OwnCaptions))
                result.AddError("--own-captions: does not go with --no-own-captions");
        });
    }

    /// <summary>Where the index lies. Without <c>--in</c>: the current folder, or the gallery in a checkout.</summary>
    public IndexLocation Location(ParseResult parsed) =>
        IndexLocation.For(parsed.GetValue(In) ?? Checkout.DefaultFolder(), parsed.GetValue(IndexDirectory));

    /// <summary>What the indexer is to take in, as the options say.</summary>
    public IndexerOptions Indexing(ParseResult parsed) => new()
    {
        Exclude = parsed.GetValue(Exclude) ?? [],
        Decode = DecodeModeOf(parsed),
        PictureCaptions = parsed.GetValue(NoOwnCaptions) ? false : parsed.GetValue(OwnCaptions) ? true : null,
    };

    private DecodeMode? DecodeModeOf(ParseResult parsed) => parsed.GetResult(Decode) is null ? null : parsed.GetValue(Decode) switch
    {
        "exact" => DecodeMode.Exact,
        "fast" => DecodeMode.Fast,
        _ => null,
    };
}
