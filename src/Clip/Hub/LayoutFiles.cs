namespace Clip.Hub;

/// <summary>
/// Chooses from a repository's files those that its layout needs, by the same names and in the same order as
/// <see cref="Models.ModelFolder"/> finds them in a folder.
/// </summary>
/// <param name="Variant">The suffix that was taken, such as <c>fp16</c>; empty for the plain weights.</param>
/// <param name="Graphs">The graphs, one or two.</param>
/// <param name="Files">Graphs, external weights that are named after them, tokenizer, preprocessing and configuration.</param>
internal sealed record LayoutFiles(string Variant, IReadOnlyList<HubFile> Graphs, IReadOnlyList<HubFile> Files)
{
    private const string OnnxFolder = "onnx/";

    // The plain weights, then the least lossy ones.
    private static readonly string[] Suffixes = ["", "_fp16", "_quantized", "_int8", "_uint8", "_q4f16", "_q4", "_bnb4"];

    private static readonly string[] Configuration =
    [
        "config.json", "preprocessor_config.json", "preprocess_cfg.json", "processor_config.json", "open_clip_config.json",
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    ];

    /// <summary>Chooses the files of a variant.</summary>
    /// <param name="files">All files of the repository.</param>
    /// <param name="variant">The suffix that is wanted; null takes the first of the usual order.</param>
    /// <returns>Null where the repository holds no layout that is known, or not that variant.</returns>
    public static LayoutFiles? Select(IReadOnlyList<HubFile> files, string? variant) => SelectAll(files, variant).FirstOrDefault();

    /// <summary>All variants that the repository holds, in the order in which they are taken.</summary>
    public static IEnumerable<LayoutFiles> SelectAll(IReadOnlyList<HubFile> files, string? variant)
    {
        var byPath = files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var suffixes = SuffixesFor(variant);
        var isPlain = suffixes.Contains("");
        (string Suffix, string[] Graphs)[] candidates =
        [
            .. Named(suffixes, OnnxFolder, "text_model", "vision_model"),
            .. Named(suffixes, "", "text_model", "vision_model"),
            // These two have no variants.
            .. isPlain ? [("", ["textual/model.onnx", "visual/model.onnx"]), ("", ["text_encoder.onnx", "image_encoder.onnx"])] : Array.Empty<(string, string[])>(),
            .. Named(suffixes, OnnxFolder, "model"),
            .. Named(suffixes, "", "model"),
        ];
        foreach (var (suffix, names) in candidates)
        {
            HubFile[] graphs = [.. names.Select(byPath.GetValueOrDefault).OfType<HubFile>()];
            if (graphs.Length > 0)
                yield return new LayoutFiles(suffix.TrimStart('_'), graphs, [.. FilesFor(graphs, files, byPath)]);
        }
    }

    /// <summary>The suffixes of the graphs in a repository, for messages.</summary>
    public static IReadOnlyList<string> Variants(IReadOnlyList<HubFile> files) =>
    [
        .. files.Select(static file => file.Path)
            .Where(static path => path.EndsWith(".onnx", StringComparison.Ordinal) && Path.GetDirectoryName(path) is "" or "onnx")
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Select(static name => ((string[])["text_model", "vision_model", "model"])
                .Where(stem => name == stem || name.StartsWith(stem + "_", StringComparison.Ordinal))
                .Select(stem => name == stem ? "fp32" : name[(stem.Length + 1)..])
                .FirstOrDefault())
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<(string Suffix, string[] Graphs)> Named(string[] suffixes, string home, params string[] stems) =>
        suffixes.Select(suffix => (suffix, (string[])[.. stems.Select(stem => $"{home}{stem}{suffix}.onnx")]));

    private static IEnumerable<HubFile> FilesFor(HubFile[] graphs, IReadOnlyList<HubFile> files, Dictionary<string, HubFile> byPath)
    {
        string[] folders = graphs[0].Path.StartsWith("textual/", StringComparison.Ordinal) || graphs[0].Path.StartsWith("visual/", StringComparison.Ordinal)
            ? ["", "textual/", "visual/"]
            : [""];
        var configuration = folders.SelectMany(folder => Configuration.Select(name => byPath.GetValueOrDefault(folder + name))).OfType<HubFile>();
        var weights = files.Where(file => graphs.Any(graph => IsExternalOf(file.Path, graph.Path)));
        return [.. configuration, .. PoolingAndDense(files, byPath), .. weights, .. graphs];
    }

    /// <summary>
    /// The usual names of weights that an exporter put beside a graph: <c>X.onnx_data</c>, <c>X.onnx_data_1</c>,
    /// <c>X.onnx.data</c>. Other names stand in the graph itself and are known once it is here.
    /// </summary>
    private static bool IsExternalOf(string path, string graph) =>
        path.StartsWith(graph + "_data", StringComparison.Ordinal) || path == graph + ".data";

    /// <summary>What sentence-transformers computes outside the graph.</summary>
    private static IEnumerable<HubFile> PoolingAndDense(IReadOnlyList<HubFile> files, Dictionary<string, HubFile> byPath)
    {
        if (!byPath.TryGetValue("modules.json", out var modules))
            yield break;
        yield return modules;
        foreach (var file in files)
        {
            if (file.Path.Split('/') is not [var folder, var name] || !char.IsAsciiDigit(folder[0]) || !folder.Contains('_', StringComparison.Ordinal))
                continue;
            if (name is "config.json" or "model.safetensors" || (name == "pytorch_model.bin" && !byPath.ContainsKey(folder + "/model.safetensors")))
                yield return file;
        }
    }

    private static string[] SuffixesFor(string? variant) =>
        variant is null ? Suffixes
        : Models.GraphFile.Canonical(variant) is var name && name == Models.GraphFile.Plain ? [""]
        : ["_" + name];
}
