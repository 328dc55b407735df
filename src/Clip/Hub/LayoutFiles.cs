using Clip.Models;

namespace Clip.Hub;

/// <summary>
/// Chooses from a repository's files those that its layout needs, by the names that <see cref="ModelFolder"/> looks for in
/// a folder. A list does not tell what a graph takes, so that a pair of towers comes before a graph called <c>model</c>,
/// which may be a combined model, one tower, or the transformer of a sentence-transformers model.
/// </summary>
/// <param name="Variant">The variant that was taken, such as <c>fp16</c>; <c>fp32</c> for graphs whose names have no suffix.</param>
/// <param name="Graphs">The graphs, one or two.</param>
/// <param name="Files">Graphs, external weights that are named after them, tokenizer, preprocessing and configuration.</param>
internal sealed record LayoutFiles(string Variant, IReadOnlyList<HubFile> Graphs, IReadOnlyList<HubFile> Files)
{
    private static readonly string[] Configuration =
    [
        "config.json", "preprocessor_config.json", "preprocess_cfg.json", "processor_config.json", "open_clip_config.json",
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
        "sentence_bert_config.json", "config_sentence_transformers.json",
    ];

    /// <summary>Chooses the files of a variant.</summary>
    /// <param name="files">All files of the repository.</param>
    /// <param name="variant">The variant that is wanted; null takes the first of the usual order for each tower.</param>
    /// <returns>Null where the repository holds no layout that is known, or not that variant of it.</returns>
    public static LayoutFiles? Select(IReadOnlyList<HubFile> files, string? variant)
    {
        var graphs = new GraphNames(files);
        var transformer = graphs.TransformerFolder;
        var (texts, images) = (graphs.In("", "text_model"), graphs.In("", "vision_model"));
        return Pair(graphs, variant, texts, images)
            ?? Pair(graphs, variant, graphs.In("textual/", "model"), graphs.In("visual/", "model"))
            ?? Pair(graphs, variant, graphs.In("", "text_encoder"), graphs.In("", "image_encoder"))
            ?? One(graphs, variant, transformer is null ? [] : graphs.In(transformer, "model"))
            ?? One(graphs, variant, graphs.In("", "model"))
            ?? One(graphs, variant, images.Count == 0 ? texts : [])
            ?? One(graphs, variant, texts.Count == 0 ? images : [])
            ?? Unnamed(graphs, variant);
    }

    /// <summary>What <see cref="Select"/> gives for every variant that there is, the usual one first.</summary>
    public static IEnumerable<LayoutFiles> SelectAll(IReadOnlyList<HubFile> files, string? variant) =>
        (variant is null ? (string?[])[null, .. Variants(files)] : [variant]).Select(asked => Select(files, asked)).OfType<LayoutFiles>();

    /// <summary>The variants of the graphs in a repository.</summary>
    public static IReadOnlyList<string> Variants(IReadOnlyList<HubFile> files) => new GraphNames(files).Variants;

    private static LayoutFiles? Pair(GraphNames names, string? variant, Dictionary<string, HubFile> texts, Dictionary<string, HubFile> images)
    {
        if (texts.Count == 0 || images.Count == 0)
            return null;
        var text = Choose(texts, variant);
        var image = Choose(images, variant);
        // Half of what was asked for is not what was asked for.
        if (text is null || image is null)
            return null;
        return Complete(names, text == image ? text : $"{text}+{image}", texts[text], images[image]);
    }

    private static LayoutFiles? One(GraphNames names, string? variant, Dictionary<string, HubFile> graphs) =>
        Choose(graphs, variant) is { } chosen ? Complete(names, chosen, graphs[chosen]) : null;

    /// <summary>An export under names of its own, where there is no doubt which graphs are meant.</summary>
    private static LayoutFiles? Unnamed(GraphNames names, string? variant) =>
        variant is null && names.All is { Count: 1 or 2 } all && names.Variants.Count == 0 ? Complete(names, GraphFile.Plain, [.. all]) : null;

    private static string? Choose(Dictionary<string, HubFile> graphs, string? variant)
    {
        if (variant is null)
            return graphs.Keys.OrderBy(GraphFile.Rank).ThenBy(static name => name, StringComparer.Ordinal).FirstOrDefault();
        var asked = GraphFile.Canonical(variant);
        return graphs.ContainsKey(asked) ? asked : null;
    }

    private static LayoutFiles Complete(GraphNames names, string variant, params HubFile[] graphs)
    {
        // Towers in folders of their own keep their tokenizer and preprocessing there; for all others the root has them.
        var folders = graphs.Select(static graph => GraphNames.FolderOf(graph.Path)).Append("").Distinct(StringComparer.Ordinal);
        var configuration = folders.SelectMany(folder => Configuration.Select(name => names.Find(folder + name))).OfType<HubFile>();
        var weights = names.Files.Where(file => graphs.Any(graph => IsExternalOf(file.Path, graph.Path)));
        var modules = graphs is [var only] && GraphNames.VariantOf(only.Path, "model") is not null ? names.SentenceModules : [];
        return new LayoutFiles(variant, graphs, [.. configuration, .. modules, .. weights, .. graphs]);
    }

    /// <summary>
    /// The usual names of weights that an exporter put beside a graph: <c>X.onnx_data</c>, <c>X.onnx_data_1</c>,
    /// <c>X.onnx.data</c>. Other names stand in the graph itself and are known once it is here.
    /// </summary>
    private static bool IsExternalOf(string path, string graph) =>
        path.StartsWith(graph + "_data", StringComparison.Ordinal) || path == graph + ".data";
}
