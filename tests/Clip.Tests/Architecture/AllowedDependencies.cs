namespace Clip.Tests.Architecture;

/// <summary>One folder uses another. Folders are namespaces below the assembly's root, which is "".</summary>
internal readonly record struct Dependency(string From, string To)
{
    public override string ToString() => $"{From} -> {To}";
}

/// <summary>All dependencies. A missing one fails a test, and so does one that the code does not have.</summary>
internal static class AllowedDependencies
{
    private static readonly HashSet<Dependency> Library = Table("""
        Captions: Files
        Catalog: Files, Metadata
        Catalog.Database: Catalog, Catalog.Words, Files, Metadata, Vectors
        Catalog.Maintenance: Catalog, Catalog.Database, Catalog.Reading, Catalog.Storage, Catalog.Writing, Files
        Catalog.Maintenance: Vectors
        Catalog.Reading: Catalog, Catalog.Database, Catalog.Storage, Catalog.Words, Vectors
        Catalog.Storage: Catalog, Catalog.Database, Files, Vectors
        Catalog.Words: Text.Unicode
        Catalog.Writing: Catalog, Catalog.Database, Catalog.Storage, Files, Metadata, Vectors
        Classification: Catalog, Catalog.Reading, Files, Files.Placing, Models, Searching, Statistics, Vectors
        Clustering: Vectors
        Devices: Telemetry
        Diagnostics: Devices, Files, Images, Images.Preprocessing, Models
        Duplicates: Catalog, Files, Images, Images.Pixels, Images.Resampling, Metadata
        Embeddings: Images, Images.Preprocessing, Models
        Evaluation: Captions, Classification, Models, Searching, Statistics
        Files: Resources
        Files.Placing: Files
        Hosting: Catalog, Catalog.Reading, Devices, Embeddings, Hub, Models, Searching, Telemetry
        Hub: Files, Models, Models.Configuration, Models.Layouts, Models.Onnx
        Images: Files, Images.Pixels, Images.Tiff, Resources
        Images.Decoding: Images, Images.Pixels, Images.Tiff, Resources
        Images.Decoding.Bmp: Images, Images.Decoding, Images.Pixels
        Images.Decoding.Gif: Images, Images.Decoding, Images.Pixels
        Images.Decoding.Heif: Images, Images.Containers, Images.Decoding, Images.Pixels
        Images.Decoding.Icons: Images, Images.Decoding, Images.Decoding.Bmp, Images.Pixels
        Images.Decoding.Jpeg: Images, Images.Decoding, Images.Pixels
        Images.Decoding.Jpeg2000: Images.Containers, Images.Decoding
        Images.Decoding.Magick: Images, Images.Containers, Images.Decoding, Images.Decoding.Heif
        Images.Decoding.Magick: Images.Decoding.Jpeg2000, Images.Pixels
        Images.Decoding.Png: Images, Images.Containers, Images.Decoding, Images.Pixels
        Images.Decoding.PortableMaps: Images, Images.Decoding, Images.Pixels
        Images.Decoding.Standard: Images, Images.Decoding, Images.Decoding.Bmp, Images.Decoding.Gif
        Images.Decoding.Standard: Images.Decoding.Icons, Images.Decoding.Jpeg, Images.Decoding.Magick
        Images.Decoding.Standard: Images.Decoding.Png, Images.Decoding.PortableMaps, Images.Decoding.TiffPages
        Images.Decoding.Standard: Images.Pixels
        Images.Decoding.TiffPages: Images, Images.Decoding, Images.Pixels, Images.Tiff
        Images.Pixels: Resources
        Images.Preprocessing: Files, Images, Images.Decoding, Images.Decoding.Standard, Images.Pixels
        Images.Preprocessing: Images.Resampling, Resources
        Images.Resampling: Images.Pixels
        Images.Thumbnails: Images, Images.Decoding, Images.Decoding.Magick, Images.Decoding.Standard, Images.Pixels
        Images.Thumbnails: Images.Resampling, Resources
        Indexing: Catalog, Catalog.Maintenance, Catalog.Reading, Catalog.Writing, Files, Images, Indexing.Captions
        Indexing: Indexing.Maintenance, Indexing.Pipeline, Indexing.Runs, Models, Models.Quantization
        Indexing.Captions: Captions, Catalog, Catalog.Writing, Files, Indexing.Runs, Metadata, Models, Text.Unicode
        Indexing.Maintenance: Catalog, Catalog.Maintenance, Catalog.Reading, Catalog.Writing, Files, Images
        Indexing.Maintenance: Indexing.Runs, Metadata, Models
        Indexing.Pipeline: Catalog, Catalog.Writing, Files, Images, Images.Preprocessing, Indexing.Runs, Metadata
        Indexing.Pipeline: Models, Resources
        Indexing.Runs: Catalog, Catalog.Reading, Catalog.Writing, Files, Images, Metadata, Models
        Interchange: Catalog, Catalog.Reading, Files, Images, Indexing.Runs, Interchange.ClipRetrieval
        Interchange: Interchange.Faiss, Interchange.Importing, Interchange.JsonLines, Interchange.Npy
        Interchange: Interchange.Parquet, Interchange.Postgres, Interchange.Rclip, Interchange.Rows
        Interchange: Interchange.SafeTensors, Models
        Interchange.ClipRetrieval: Files, Interchange.JsonLines, Interchange.Npy, Interchange.Parquet
        Interchange.ClipRetrieval: Interchange.Rows
        Interchange.Faiss: Interchange.Rows
        Interchange.Importing: Catalog, Catalog.Writing, Files, Images, Images.Preprocessing, Indexing.Captions
        Interchange.Importing: Indexing.Runs, Interchange.Rows, Metadata, Models
        Interchange.JsonLines: Interchange.Rows
        Interchange.Npy: Files, Interchange.JsonLines, Interchange.Rows
        Interchange.Parquet: Interchange.JsonLines, Interchange.Rows
        Interchange.Postgres: Interchange.JsonLines, Interchange.Rows
        Interchange.Rclip: Files, Interchange.Rows
        Interchange.Rows: Files
        Interchange.SafeTensors: Interchange.JsonLines, Interchange.Rows
        Libraries: Catalog, Files
        Metadata: Images, Images.Containers, Images.Tiff
        Models: Devices, Files, Images, Images.Decoding, Images.Pixels, Images.Preprocessing, Models.Caching
        Models: Models.Configuration, Models.ImageTower, Models.Layouts, Models.Onnx, Models.Onnx.Editing
        Models: Models.Quantization, Models.Sentence, Models.TextTower, Resources, Telemetry, Text, Vectors
        Models.Caching: Files
        Models.Configuration: Files
        Models.ImageTower: Images.Preprocessing, Models.Configuration, Models.Layouts, Models.Onnx
        Models.Layouts: Files, Models.Configuration, Models.Onnx, Models.Sentence
        Models.Onnx: Files, Models.Configuration
        Models.Onnx.Editing: Files, Models.Onnx
        Models.Quantization: Files, Models.Onnx, Models.Onnx.Editing
        Models.Sentence: Files, Models.Configuration
        Models.TextTower: Models.Configuration, Models.Layouts, Models.Onnx, Models.Vocabularies, Text
        Models.TextTower: Text.PostProcessing
        Models.Vocabularies: Files, Models.Configuration, Models.Onnx, Text
        Projection: Vectors
        Searching: Captions, Catalog, Catalog.Reading, Catalog.Words, Clustering, Duplicates, Files, Files.Placing
        Searching: Hub, Images, Images.Preprocessing, Indexing, Metadata, Models, Projection, Telemetry, Text, Vectors
        Text: Text.AddedTokens, Text.Decoding, Text.Loading, Text.Models, Text.Normalizers, Text.PostProcessing
        Text: Text.PreTokenizers, Text.Unicode
        Text.AddedTokens: Text.Models, Text.Unicode
        Text.Decoding: Text.Patterns, Text.Regex, Text.Unicode
        Text.Loading: Files, Text.AddedTokens, Text.Decoding, Text.Models, Text.Normalizers, Text.Patterns
        Text.Loading: Text.PostProcessing, Text.PreTokenizers, Text.Unicode
        Text.Models: Text.Unicode
        Text.Normalizers: Text.Patterns, Text.Regex, Text.Unicode
        Text.Patterns: Text.Regex, Text.Unicode
        Text.PreTokenizers: Text.Patterns, Text.Regex, Text.Unicode
        Text.Regex: Text.Unicode
        VectorData: Catalog, Images, Models, Searching, VectorData.Filters, VectorData.Pictures, VectorData.Records
        VectorData: VectorData.Tables, Vectors
        VectorData.Filters: VectorData.Records
        VectorData.Pictures: Catalog, VectorData.Filters
        VectorData.Records: Vectors
        VectorData.Storage: VectorData.Records
        VectorData.Tables: VectorData.Records, VectorData.Storage, Vectors
        Watching: Catalog, Files, Indexing, Indexing.Runs, Models
        """);

    private static readonly HashSet<Dependency> CommandLine = Table("""
        (root): Completion, Configuration, Languages, Manual, Options, Output, Remedies, Timing, Verbs, Verbs.Axis
        (root): Verbs.Browse, Verbs.Caption, Verbs.Classify, Verbs.Cluster, Verbs.Compare, Verbs.Completion
        (root): Verbs.Config, Verbs.Dedupe, Verbs.Doctor, Verbs.Embed, Verbs.Eval, Verbs.Export, Verbs.Import
        (root): Verbs.Index, Verbs.Inspect, Verbs.Library, Verbs.Map, Verbs.Mcp, Verbs.Models, Verbs.Search
        (root): Verbs.Serve, Verbs.Service, Verbs.Similar, Verbs.Status, Verbs.Worker
        Completion: Options
        Configuration: Installation, Options, Output
        Executing: Output, Remedies, Showing, Timing
        Inputs: Installation, Options, Output, Printing, Remedies
        Manual: Languages, Options, Verbs
        Options: Executing, Installation, Languages, Output, Showing
        Output: Languages
        Printing: Executing, Languages, Options, Output, Remedies, Showing, Timing
        Remedies: Output
        Screen: Output
        Showing: Output, Screen
        Timing: Languages
        Verbs: Configuration, Output, Remedies
        Verbs.Axis: Inputs, Languages, Options, Output, Printing, Verbs
        Verbs.Browse: Inputs, Languages, Options, Output, Printing, Remedies, Screen, Showing, Verbs
        Verbs.Caption: Inputs, Options, Output, Printing, Remedies, Verbs
        Verbs.Classify: Inputs, Languages, Options, Output, Printing, Remedies, Verbs
        Verbs.Cluster: Inputs, Languages, Options, Output, Printing, Verbs
        Verbs.Compare: Inputs, Languages, Options, Output, Printing, Verbs
        Verbs.Completion: Completion, Output, Verbs
        Verbs.Config: Configuration, Languages, Options, Output, Verbs
        Verbs.Dedupe: Inputs, Languages, Options, Output, Printing, Remedies, Verbs
        Verbs.Doctor: Configuration, Inputs, Languages, Options, Output, Printing, Remedies, Verbs
        Verbs.Embed: Inputs, Options, Output, Printing, Remedies, Verbs
        Verbs.Eval: Inputs, Languages, Options, Output, Printing, Remedies, Verbs
        Verbs.Export: Inputs, Languages, Options, Output, Printing, Verbs
        Verbs.Import: Inputs, Languages, Options, Output, Printing, Verbs
        Verbs.Index: Inputs, Languages, Options, Output, Printing, Remedies, Verbs
        Verbs.Inspect: Inputs, Languages, Options, Output, Printing, Remedies, Verbs
        Verbs.Library: Installation, Languages, Options, Output, Remedies, Verbs
        Verbs.Map: Inputs, Languages, Options, Output, Printing, Verbs
        Verbs.Mcp: Options, Output, Verbs, Verbs.Serve
        Verbs.Models: Installation, Languages, Options, Output, Printing, Verbs
        Verbs.Search: Inputs, Options, Output, Printing, Remedies, Showing, Verbs, Verbs.Browse
        Verbs.Serve: Inputs, Installation, Options, Output, Remedies, Verbs
        Verbs.Service: Installation, Languages, Options, Output, Verbs
        Verbs.Similar: Inputs, Options, Output, Printing, Verbs
        Verbs.Status: Languages, Options, Output, Printing, Remedies, Verbs
        Verbs.Worker: Inputs, Languages, Options, Output, Remedies, Verbs
        """);

    private static readonly HashSet<Dependency> Server = Table("""
        Batching: Metrics, Problems
        Bodies: (root), Problems
        ClipRetrieval: (root), Answers, Bodies, Mounting, Problems, Search
        Collections: Answers, Bodies, Caching, Mounting, Problems, Search
        Events: (root), Mounting, Problems, Status
        Fetching: (root), Bodies, Problems
        Hosting: (root), ClipRetrieval, Collections, Events, Immich, Mcp, OpenAi, Page, Pictures, Problems, Search
        Hosting: Security, Status, Vectorizers
        Immich: Answers, Batching, Bodies, Mounting, Problems
        Mcp: Answers, Bodies, Mounting, Pictures, Problems, Search, Status
        Mounting: (root), Batching, Metrics, Problems
        OpenAi: (root), Answers, Batching, Bodies, Fetching, Mounting, Problems
        Page: Problems
        Pictures: (root), Answers, Bodies, Caching, Metrics, Mounting, Problems, Search
        Search: (root), Answers, Batching, Bodies, Fetching, Mounting, Problems
        Security: (root), Bodies, Metrics, Problems
        Status: Answers, Metrics, Mounting, Problems
        Vectorizers: (root), Answers, Batching, Bodies, Fetching, Mounting, OpenAi, Problems, Status
        """);

    private static readonly HashSet<Dependency> Postgres = Table("""
        Archives: Objects
        Reading: Archives, Connections, Objects, Schema, Words
        Schema: Connections
        Transfer: Connections, Reading, Work
        Words: Connections
        Work: Archives, Connections, Objects, Reading, Writing
        Writing: Connections, Reading, Words
        """);

    public static IReadOnlySet<Dependency> Of(string root) => root switch
    {
        "Clip.Postgres" => Postgres,
        "Clip" => Library,
        "Clip.Server" => Server,
        _ => CommandLine,
    };

    /// <summary>Reads lines such as <c>Indexing: Catalog, Models</c>.</summary>
    private static HashSet<Dependency> Table(string lines) =>
    [
        .. from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let parts = line.Split(':', StringSplitOptions.TrimEntries)
           from to in parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select new Dependency(parts[0] == "(root)" ? "" : parts[0], to == "(root)" ? "" : to),
    ];
}
