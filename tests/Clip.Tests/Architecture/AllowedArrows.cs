namespace Clip.Tests.Architecture;

/// <summary>That a room uses another; rooms are namespaces below the assembly's root, which is "".</summary>
internal readonly record struct Arrow(string From, string To)
{
    public override string ToString() => $"{From} -> {To}";
}

/// <summary>All arrows that exist. A missing line fails a test; a line without an arrow fails another.</summary>
internal static class AllowedArrows
{
    private static readonly HashSet<Arrow> Library = Table("""
        Captions: Files
        Catalog: Files, Metadata
        Catalog.Database: Catalog, Metadata, Vectors
        Catalog.Maintenance: Catalog, Catalog.Database, Catalog.Reading, Catalog.Storage, Catalog.Writing, Vectors
        Catalog.Reading: Catalog, Catalog.Database, Catalog.Storage, Vectors
        Catalog.Storage: Catalog, Catalog.Database, Vectors
        Catalog.Writing: Catalog, Catalog.Database, Catalog.Storage, Metadata, Vectors
        Diagnostics: Devices, Images, Models
        Hub: Files, Models.Configuration, Models.Layouts, Models.Onnx
        Indexing: Catalog, Catalog.Maintenance, Catalog.Reading, Catalog.Writing, Files, Images, Models
        Indexing: Indexing.Captions, Indexing.Maintenance, Indexing.Pipeline, Indexing.Runs
        Indexing.Captions: Captions, Catalog, Catalog.Writing, Files, Indexing.Runs, Metadata, Models, Text.Unicode
        Indexing.Maintenance: Catalog, Catalog.Maintenance, Catalog.Reading, Catalog.Writing
        Indexing.Maintenance: Files, Images, Indexing.Runs, Metadata, Models
        Indexing.Pipeline: Catalog, Catalog.Writing, Files, Images, Indexing.Runs, Metadata, Models
        Indexing.Runs: Catalog, Catalog.Reading, Catalog.Writing, Files, Images, Models
        Metadata: Images
        Models: Devices, Files, Images, Text, Vectors
        Models: Models.Caching, Models.Configuration, Models.ImageTower, Models.Layouts, Models.Onnx, Models.Sentence
        Models: Models.TextTower
        Catalog.Storage: Catalog, Vectors
        Diagnostics: Devices, Images, Images.Preprocessing, Models
        Images: Images.Pixels, Images.Tiff
        Images.Decoding: Images, Images.Pixels
        Images.Decoding.Magick: Images, Images.Decoding, Images.Pixels
        Images.Preprocessing: Images, Images.Decoding, Images.Decoding.Magick, Images.Resampling
        Images.Resampling: Images.Pixels
        Indexing: Captions, Catalog, Files, Images, Images.Preprocessing, Metadata, Models, Text.Unicode
        Metadata: Images, Images.Tiff
        Models: Devices, Images, Images.Decoding, Images.Preprocessing
        Models: Models.Caching, Models.Onnx, Models.Sentence, Text, Vectors
        Models.Caching: Files
        Models.Configuration: Files
        Models.ImageTower: Images, Models.Configuration, Models.Layouts, Models.Onnx
        Models.Layouts: Files, Models.Configuration, Models.Onnx, Models.Sentence
        Models.Onnx: Files, Models.Configuration
        Models.Sentence: Files, Models.Configuration
        Models.TextTower: Models.Configuration, Models.Layouts, Models.Onnx, Text, Text.PostProcessing
        Searching: Captions, Catalog, Catalog.Reading, Files, Images, Indexing, Models, Vectors
        Text: Text.AddedTokens, Text.Loading, Text.Models, Text.Normalizers, Text.PostProcessing, Text.PreTokenizers
        Text: Text.Unicode
        Text.AddedTokens: Text.Models, Text.Unicode
        Text.Loading: Text.AddedTokens, Text.Models, Text.Normalizers, Text.Patterns, Text.PostProcessing
        Text.Loading: Text.PreTokenizers, Text.Unicode
        Text.Models: Text.Unicode
        Text.Normalizers: Text.Patterns, Text.Regex, Text.Unicode
        Text.Patterns: Text.Regex, Text.Unicode
        Text.PreTokenizers: Text.Patterns, Text.Regex, Text.Unicode
        Text.Regex: Text.Unicode
        """);

    private static readonly HashSet<Arrow> CommandLine = Table("""
        (root): Options, Output, Remedies, Verbs
        (root): Verbs.Caption, Verbs.Compare, Verbs.Doctor, Verbs.Embed, Verbs.Index, Verbs.Inspect
        (root): Verbs.Models, Verbs.Search, Verbs.Similar, Verbs.Status
        Inputs: Installation, Options, Output, Printing
        Options: Installation, Output
        Printing: Options, Output, Remedies
        Remedies: Output
        Verbs: Output
        Verbs.Caption: Inputs, Options, Output, Printing, Remedies, Verbs
        Verbs.Compare: Inputs, Options, Output, Verbs
        Verbs.Doctor: Inputs, Options, Output, Printing, Remedies, Verbs
        Verbs.Embed: Inputs, Options, Output, Printing, Remedies, Verbs
        Verbs.Index: Inputs, Options, Output, Printing, Remedies, Verbs
        Verbs.Inspect: Inputs, Options, Output, Printing, Remedies, Verbs
        Verbs.Models: Installation, Options, Output, Printing, Verbs
        Verbs.Search: Inputs, Options, Output, Printing, Verbs
        Verbs.Similar: Inputs, Options, Output, Printing, Verbs
        Verbs.Status: Options, Output, Printing, Remedies, Verbs
        """);

    public static IReadOnlySet<Arrow> Of(string root) => root == "Clip" ? Library : CommandLine;

    /// <summary>Rings that are still to be removed; this list may only shrink.</summary>
    public static string[] RemainingRings(string root) => [];

    /// <summary>Reads lines such as <c>Indexing: Catalog, Models</c>.</summary>
    private static HashSet<Arrow> Table(string lines) =>
    [
        .. from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let parts = line.Split(':', StringSplitOptions.TrimEntries)
           from to in parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select new Arrow(parts[0] == "(root)" ? "" : parts[0], to == "(root)" ? "" : to),
    ];
}
