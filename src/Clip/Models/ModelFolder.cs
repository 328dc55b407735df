using Clip.Models.Onnx;
using Clip.Models.Sentence;

namespace Clip.Models;

/// <summary>Where the parts of a model lie. A null part is one that the folder does not have.</summary>
/// <param name="Folder">The model's folder.</param>
/// <param name="Layout">How it is laid out.</param>
/// <param name="Text">The graph that takes texts; the same as <paramref name="Image"/> in a combined model.</param>
/// <param name="Image">The graph that takes pictures.</param>
/// <param name="TextHome">The folder of the tokenizer's files.</param>
/// <param name="Preprocessor">The preprocessing configuration.</param>
internal sealed record ModelFolder(
    string Folder, ModelLayout Layout, GraphFile? Text, GraphFile? Image, string TextHome, string? Preprocessor)
{
    // A folder of a hundred graphs is no model, and reading them all would not tell which is meant.
    private const int MostUnnamedGraphs = 64;

    private static readonly string[] KnownStems = ["text_model", "vision_model", "text_encoder", "image_encoder", "model"];

    /// <summary>The tokenizer file.</summary>
    public string? Tokenizer => Existing(TextHome, "tokenizer.json");

    /// <summary>The tokenizer's configuration.</summary>
    public string? TokenizerConfig => Existing(TextHome, "tokenizer_config.json");

    /// <summary>The special tokens, which some folders state here alone.</summary>
    public string? SpecialTokens => Existing(TextHome, "special_tokens_map.json");

    /// <summary>sentence-transformers' own settings of the text tower.</summary>
    public string? SentenceConfig => Existing(TextHome, "sentence_bert_config.json");

    /// <summary>sentence-transformers' settings of the whole model, with the prompts it was trained with.</summary>
    public string? SentencePrompts => Existing(Folder, "config_sentence_transformers.json");

    /// <summary>What comes after a sentence-transformers graph.</summary>
    public string? Modules => Existing(Folder, "modules.json");

    /// <summary>The model's configuration.</summary>
    public string? Config => Existing(TextHome, "config.json") ?? Existing(Folder, "config.json");

    /// <summary>Finds the parts of the model in a folder.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="asked">A variant such as <c>fp16</c>, or one for each tower as <see cref="TowerVariants"/> reads them; null takes the first of the usual order.</param>
    /// <exception cref="ModelException">There is no such folder, no known layout in it, or not that variant.</exception>
    public static ModelFolder Find(string folder, string? asked = null)
    {
        var variants = TowerVariants.Parse(asked);
        if (!Directory.Exists(folder))
            throw new ModelException(folder, File.Exists(folder) ? "is a file, not a model folder" : "no such model folder", "give the folder that holds config.json");
        try
        {
            return FindSentenceTransformer(folder, variants.Text)
                ?? FindPair(folder, variants, ModelLayout.Split, "text_model", "vision_model")
                ?? FindTextualVisual(folder, variants)
                ?? FindPair(folder, variants, ModelLayout.EncoderPair, "text_encoder", "image_encoder")
                ?? FindSingleGraph(folder, variants)
                ?? FindUnnamed(folder, variants)
                ?? throw Unknown(folder, asked);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(folder, $"cannot be read ({error.Message})", "check the folder's permissions", error);
        }
    }

    private static ModelFolder? FindPair(string folder, TowerVariants variants, ModelLayout layout, string textStem, string imageStem)
    {
        var text = GraphFile.Find(folder, textStem, variants.Text);
        var image = GraphFile.Find(folder, imageStem, variants.Image);
        if (text is null && image is null)
            return null;
        // One tower alone beside a whole model: the whole has both.
        if ((text is null || image is null) && FindSingleGraph(folder, variants) is { Layout: ModelLayout.Combined } whole)
            return whole;
        RefuseHalf(folder, (text, folder, textStem, variants.Text), (image, folder, imageStem, variants.Image));
        return Parts(folder, layout, text, image);
    }

    /// <summary>Half of what was asked for is not what was asked for.</summary>
    private static void RefuseHalf(string folder, params ReadOnlySpan<(GraphFile? Graph, string Home, string Stem, string? Variant)> towers)
    {
        foreach (var (graph, home, stem, variant) in towers)
        {
            if (graph is null && GraphFile.VariantsOf(home, stem) is { Count: > 0 } there)
                throw NoVariant(folder, variant, Path.GetRelativePath(folder, Path.Combine(home, stem)).Replace('\\', '/'), there);
        }
    }

    private static ModelFolder? FindSingleGraph(string folder, TowerVariants variants)
    {
        var text = GraphFile.Find(folder, "model", variants.Text);
        var image = variants.Image == variants.Text ? text : GraphFile.Find(folder, "model", variants.Image);
        if ((text ?? image) is not { } any)
            return null;
        var parts = FromSignature(folder, any, OnnxGraph.Read(any.Path));
        var (takesText, takesPictures) = (parts.Text is not null, parts.Image is not null);
        if (takesText)
            RefuseHalf(folder, (text, folder, "model", variants.Text));
        if (takesPictures)
            RefuseHalf(folder, (image, folder, "model", variants.Image));
        // Where a combined model comes in several variants, each tower may be cut out of its own.
        return parts with { Text = takesText ? text : null, Image = takesPictures ? image : null };
    }

    private static ModelFolder FromSignature(string folder, GraphFile graph, OnnxGraph signature)
    {
        var takesText = GraphSignature.TokenIds(signature) is not null;
        var takesPictures = GraphSignature.Pixels(signature) is not null;
        return (takesText, takesPictures) switch
        {
            (true, true) => Parts(folder, ModelLayout.Combined, graph, graph),
            (true, false) => Parts(folder, ModelLayout.SingleTower, graph, null),
            (false, true) => Parts(folder, ModelLayout.SingleTower, null, graph),
            _ => throw new ModelException(graph.Path, $"takes neither texts nor pictures ({string.Join(", ", signature.Inputs.Select(input => input.Name))})", "give the graphs of a text and an image encoder"),
        };
    }

    private static ModelFolder? FindTextualVisual(string folder, TowerVariants variants)
    {
        var (textHome, imageHome) = (Path.Combine(folder, "textual"), Path.Combine(folder, "visual"));
        var text = GraphFile.Find(textHome, "model", variants.Text);
        var image = GraphFile.Find(imageHome, "model", variants.Image);
        if (text is null && image is null)
            return null;
        RefuseHalf(folder, (text, textHome, "model", variants.Text), (image, imageHome, "model", variants.Image));
        return Parts(folder, ModelLayout.TextualVisual, text, image) with
        {
            TextHome = textHome,
            Preprocessor = Existing(imageHome, "preprocess_cfg.json") ?? Existing(folder, "preprocess_cfg.json"),
        };
    }

    private static ModelFolder? FindSentenceTransformer(string folder, string? variant)
    {
        if (Existing(folder, "modules.json") is not { } modules)
            return null;
        // Old models keep the transformer in a folder of its own; its graph may lie there or at the root.
        var home = Path.Combine(folder, SentenceModules.TransformerFolder(modules));
        if ((GraphFile.Find(home, "model", variant) ?? GraphFile.Find(folder, "model", variant)) is not { } graph)
            return null;
        var signature = OnnxGraph.Read(graph.Path);
        return GraphSignature.Pixels(signature) is not null || GraphSignature.TokenIds(signature) is null
            ? null
            : Parts(folder, ModelLayout.SentenceTransformer, graph, null) with
            {
                TextHome = Existing(home, "tokenizer.json") is null ? folder : home,
            };
    }

    /// <summary>Any graphs at all, told apart by what they take, so that an export under names of its own works too.</summary>
    private static ModelFolder? FindUnnamed(string folder, TowerVariants variants)
    {
        if (variants.AreAsked)
            return null;
        List<string> files = [];
        foreach (var home in (string[])[Path.Combine(folder, "onnx"), folder])
        {
            if (Directory.Exists(home))
                files.AddRange(Directory.EnumerateFiles(home, "*.onnx").Take(MostUnnamedGraphs + 1));
        }
        if (files.Count is 0 or > MostUnnamedGraphs)
            return null;

        List<ModelFolder> found = [];
        foreach (var file in files)
        {
            var graph = new GraphFile(file, GraphFile.Plain, [GraphFile.Plain]);
            var signature = OnnxGraph.Read(file);
            if (GraphSignature.TokenIds(signature) is not null || GraphSignature.Pixels(signature) is not null)
                found.Add(FromSignature(folder, graph, signature));
        }
        if (found is [{ Layout: ModelLayout.Combined } whole])
            return whole with { Layout = ModelLayout.Unnamed };
        // Two graphs for the same tower would leave the choice to chance.
        var texts = found.Where(static parts => parts.Text is not null).ToList();
        var images = found.Where(static parts => parts.Image is not null).ToList();
        return texts.Count <= 1 && images.Count <= 1 && found.Count > 0 && found.TrueForAll(static parts => parts.Layout == ModelLayout.SingleTower)
            ? Parts(folder, ModelLayout.Unnamed, texts.FirstOrDefault()?.Text, images.FirstOrDefault()?.Image)
            : null;
    }

    private static ModelFolder Parts(string folder, ModelLayout layout, GraphFile? text, GraphFile? image) => new(
        folder, layout, text, image, folder,
        Existing(folder, "preprocessor_config.json") ?? Existing(folder, "preprocess_cfg.json")
            ?? Existing(folder, "processor_config.json") ?? Existing(folder, "open_clip_config.json"));

    private static string? Existing(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine(parts);
        return File.Exists(path) ? path : null;
    }

    private static ModelException NoVariant(string folder, string? variant, string stem, IReadOnlyList<string> there) => new(
        folder, $"has no variant '{variant}' of {stem}", $"choose among {string.Join(", ", there)}, or download it");

    private static ModelException Unknown(string folder, string? variant)
    {
        if (variant is null)
            return new(folder, "holds no model that we know", "expected onnx/text_model.onnx and onnx/vision_model.onnx, textual/ and visual/, text_encoder.onnx and image_encoder.onnx, or model.onnx");
        string[] there =
        [
            .. KnownStems.SelectMany(stem => GraphFile.VariantsOf(folder, stem))
                .Concat(GraphFile.VariantsOf(Path.Combine(folder, "textual"), "model"))
                .Concat(GraphFile.VariantsOf(Path.Combine(folder, "visual"), "model"))
                .Distinct(),
        ];
        return new(folder, $"has no variant '{variant}'", there.Length == 0 ? "and no graph that we know" : $"choose among {string.Join(", ", there)}, or download it");
    }
}
