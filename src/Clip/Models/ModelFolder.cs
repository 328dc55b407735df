namespace Clip.Models;

/// <summary>How a model's files are laid out. Which of them a folder is follows from the files in it.</summary>
public enum ModelLayout
{
    /// <summary><c>onnx/text_model.onnx</c> and <c>onnx/vision_model.onnx</c> (transformers.js, Optimum).</summary>
    Split,

    /// <summary>One graph that takes text and image together: <c>onnx/model.onnx</c> or <c>model.onnx</c>.</summary>
    Combined,

    /// <summary><c>textual/model.onnx</c> and <c>visual/model.onnx</c> (Immich, exported from open_clip).</summary>
    TextualVisual,

    /// <summary><c>text_encoder.onnx</c> and <c>image_encoder.onnx</c> (UForm).</summary>
    EncoderPair,
}

/// <summary>Where the parts of a model lie. A null path is a part that the folder does not have.</summary>
internal sealed record ModelFolder(
    string Folder,
    ModelLayout Layout,
    string? TextGraph,
    string? ImageGraph,
    string? Tokenizer,
    string? TokenizerConfig,
    string? Preprocessor,
    string? Config)
{
    // The order in which a variant is taken where none is asked for: the plain weights, then the least lossy ones.
    private static readonly string[] Suffixes = ["", "_fp16", "_quantized", "_int8", "_uint8", "_q4f16", "_q4", "_bnb4"];

    /// <summary>Finds the parts of the model in a folder.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="variant">A suffix such as <c>fp16</c> or <c>quantized</c>; null takes the first of the usual order.</param>
    /// <exception cref="ModelException">There is no such folder, or no known layout in it.</exception>
    public static ModelFolder Find(string folder, string? variant = null)
    {
        if (!Directory.Exists(folder))
            throw new ModelException(folder, File.Exists(folder) ? "is a file, not a model folder" : "no such model folder", "give the folder that holds config.json");
        return FindSplit(folder, variant)
            ?? FindTextualVisual(folder)
            ?? FindEncoderPair(folder)
            ?? FindCombined(folder, variant)
            ?? throw Unknown(folder, variant);
    }

    private static ModelFolder? FindSplit(string folder, string? variant)
    {
        foreach (var home in (string[])["onnx", ""])
        {
            foreach (var suffix in SuffixesFor(variant))
            {
                var text = Existing(folder, home, $"text_model{suffix}.onnx");
                var image = Existing(folder, home, $"vision_model{suffix}.onnx");
                if (text is not null || image is not null)
                    return Parts(folder, ModelLayout.Split, text, image);
            }
        }
        return null;
    }

    private static ModelFolder? FindCombined(string folder, string? variant)
    {
        foreach (var home in (string[])["onnx", ""])
        {
            foreach (var suffix in SuffixesFor(variant))
            {
                if (Existing(folder, home, $"model{suffix}.onnx") is { } graph)
                    return Parts(folder, ModelLayout.Combined, graph, graph);
            }
        }
        return null;
    }

    private static ModelFolder? FindTextualVisual(string folder)
    {
        var text = Existing(folder, "textual", "model.onnx");
        var image = Existing(folder, "visual", "model.onnx");
        if (text is null && image is null)
            return null;
        return Parts(folder, ModelLayout.TextualVisual, text, image) with
        {
            Tokenizer = Existing(folder, "textual", "tokenizer.json"),
            TokenizerConfig = Existing(folder, "textual", "tokenizer_config.json"),
            Preprocessor = Existing(folder, "visual", "preprocess_cfg.json"),
        };
    }

    private static ModelFolder? FindEncoderPair(string folder)
    {
        var text = Existing(folder, "text_encoder.onnx");
        var image = Existing(folder, "image_encoder.onnx");
        return text is null && image is null ? null : Parts(folder, ModelLayout.EncoderPair, text, image);
    }

    private static ModelFolder Parts(string folder, ModelLayout layout, string? text, string? image) => new(
        folder, layout, text, image,
        Existing(folder, "tokenizer.json"),
        Existing(folder, "tokenizer_config.json"),
        Existing(folder, "preprocessor_config.json") ?? Existing(folder, "preprocess_cfg.json"),
        Existing(folder, "config.json"));

    private static string[] SuffixesFor(string? variant) => variant switch
    {
        null => Suffixes,
        "" or "fp32" => [""],
        _ => ["_" + variant],
    };

    private static string? Existing(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine(parts);
        return File.Exists(path) ? path : null;
    }

    private static ModelException Unknown(string folder, string? variant) => variant is null
        ? new(folder, "holds no model that we know", "expected onnx/text_model.onnx and onnx/vision_model.onnx, textual/ and visual/, or model.onnx")
        : new(folder, $"has no variant '{variant}'", "look into its onnx folder for the suffixes there are");
}
