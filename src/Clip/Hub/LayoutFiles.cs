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
    /// <param name="asked">The variant that is wanted, or one for each tower as <see cref="TowerVariants"/> reads them; null takes the first of the usual order.</param>
    /// <returns>Null where the repository holds no layout that is known, or not that variant of it.</returns>
    public static LayoutFiles? Select(IReadOnlyList<HubFile> files, string? asked)
    {
        var variants = TowerVariants.Parse(asked);
        var graphs = new GraphNames(files);
        var transformer = graphs.TransformerFolder;
        var (texts, images) = (graphs.In("", "text_model"), graphs.In("", "vision_model"));
        return Pair(graphs, variants, texts, images)
            ?? Pair(graphs, variants, graphs.In("textual/", "model"), graphs.In("visual/", "model"))
            ?? Pair(graphs, variants, graphs.In("", "text_encoder"), graphs.In("", "image_encoder"))
            ?? One(graphs, variants, transformer is null ? [] : graphs.In(transformer, "model"))
            ?? One(graphs, variants, graphs.In("", "model"))
            ?? One(graphs, variants, images.Count == 0 ? texts : [])
            ?? One(graphs, variants, texts.Count == 0 ? images : [])
            ?? Unnamed(graphs, variants);
    }

    /// <summary>What <see cref="Select"/> gives for every choice of variants that there is, the usual one first.</summary>
    public static IEnumerable<LayoutFiles> SelectAll(IReadOnlyList<HubFile> files, string? variant)
    {
        if (variant is not null)
            return Select(files, variant) is { } only ? [only] : [];
        var variants = Variants(files);
        var pairs = variants.SelectMany(_ => variants, static (text, image) => $"text={text},image={image}");
        return pairs.Prepend(null).Select(asked => Select(files, asked)).OfType<LayoutFiles>();
    }

    /// <summary>The variants of the graphs in a repository.</summary>
    public static IReadOnlyList<string> Variants(IReadOnlyList<HubFile> files) => new GraphNames(files).Variants;

    private static LayoutFiles? Pair(GraphNames names, TowerVariants variants, Dictionary<string, HubFile> texts, Dictionary<string, HubFile> images)
    {
        if (texts.Count == 0 || images.Count == 0)
            return null;
        var text = Choose(texts, variants.Text);
        var image = Choose(images, variants.Image);
        // Half of what was asked for is not what was asked for.
        if (text is null || image is null)
            return null;
        return Complete(names, text == image ? text : $"{text}+{image}", texts[text], images[image]);
    }

    /// <summary>One name for whatever the graph takes; of a combined model each tower may want its own variant.</summary>
    private static LayoutFiles? One(GraphNames names, TowerVariants variants, Dictionary<string, HubFile> graphs)
    {
        if (Choose(graphs, variants.Text) is not { } text || Choose(graphs, variants.Image) is not { } image)
            return null;
        return text == image ? Complete(names, text, graphs[text]) : Complete(names, $"{text}+{image}", graphs[text], graphs[image]);
    }

    /// <summary>An export under names of its own, where there is no doubt which graphs are meant.</summary>
    private static LayoutFiles? Unnamed(GraphNames names, TowerVariants variants) =>
        !variants.AreAsked && names.All is { Count: 1 or 2 } all && names.Variants.Count == 0 ? Complete(names, GraphFile.Plain, [.. all]) : null;

    private static string? Choose(Dictionary<string, HubFile> graphs, string? variant)
    {
        if (variant is null)
            return graphs.Keys.OrderBy(GraphFile.Rank).ThenBy(static name => name, StringComparer.Ordinal).FirstOrDefault();
        return graphs.ContainsKey(variant) ? variant : null;
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
