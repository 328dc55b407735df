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
        Catalog: Catalog.Storage, Files, Metadata, Vectors
        Catalog.Storage: Catalog, Vectors
        Diagnostics: Devices, Images, Images.Preprocessing, Models
        Hub: Files, Models, Models.Onnx
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
        Models.Onnx: Models
        Models.Sentence: Models
        Text: Text.Loading, Text.Models, Text.Normalizers, Text.PreTokenizers, Text.Unicode
        Text.Loading: Text, Text.Models, Text.Normalizers, Text.Patterns, Text.PreTokenizers, Text.Unicode
        Text.Models: Text.Unicode
        Text.Normalizers: Text.Patterns, Text.Unicode
        Text.Patterns: Text.Unicode
        Text.PreTokenizers: Text.Patterns, Text.Unicode
        """);

    private static readonly HashSet<Arrow> CommandLine = Table("""
        (root): Commands, Output
        Commands: (root), Inputs, Output
        Inputs: Output
        Output: (root)
        """);

    public static IReadOnlySet<Arrow> Of(string root) => root == "Clip" ? Library : CommandLine;

    /// <summary>Rings that are still to be removed; this list may only shrink.</summary>
    public static string[] RemainingRings(string root) => root == "Clip"
        ? [
            "Catalog > Catalog.Storage > Catalog",
            "Models > Models.Onnx > Models",
            "Models.Sentence > Models > Models.Sentence",
            "Text > Text.Loading > Text",
        ]
        : [" > Commands > ", "Inputs > Output >  > Commands > Inputs", "Output >  > Output"];

    /// <summary>Reads lines such as <c>Indexing: Catalog, Models</c>.</summary>
    private static HashSet<Arrow> Table(string lines) =>
    [
        .. from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let parts = line.Split(':', StringSplitOptions.TrimEntries)
           from to in parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select new Arrow(parts[0] == "(root)" ? "" : parts[0], to == "(root)" ? "" : to),
    ];
}
