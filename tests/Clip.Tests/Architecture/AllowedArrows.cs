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
        Hub: Files, Models, Models.Onnx
        Indexing: Catalog, Catalog.Maintenance, Catalog.Reading, Catalog.Writing, Files, Images, Models
        Indexing: Indexing.Captions, Indexing.Maintenance, Indexing.Pipeline, Indexing.Runs
        Indexing.Captions: Captions, Catalog, Catalog.Writing, Files, Indexing.Runs, Metadata, Models, Text.Unicode
        Indexing.Maintenance: Catalog, Catalog.Maintenance, Catalog.Reading, Catalog.Writing
        Indexing.Maintenance: Files, Images, Indexing.Runs, Metadata, Models
        Indexing.Pipeline: Catalog, Catalog.Writing, Files, Images, Indexing.Runs, Metadata, Models
        Indexing.Runs: Catalog, Catalog.Reading, Catalog.Writing, Files, Images, Models
        Metadata: Images
        Models: Devices, Images, Models.Caching, Models.Onnx, Models.Sentence, Text, Vectors
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
