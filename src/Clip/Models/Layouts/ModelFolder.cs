using Clip.Files;
using Clip.Models.Configuration;

namespace Clip.Models.Layouts;

/// <summary>Where the parts of a model lie. A null part is one that the folder does not have.</summary>
/// <param name="Folder">The model's folder.</param>
/// <param name="Layout">How it is laid out.</param>
/// <param name="Text">The graph that takes texts; the same as <paramref name="Image"/> in a combined model.</param>
/// <param name="Image">The graph that takes pictures.</param>
/// <param name="TextFolder">The folder of the tokenizer's files.</param>
/// <param name="Preprocessor">The preprocessing configuration.</param>
/// <param name="UsualPreprocessor">Where models of this layout have it, whether it is there or not.</param>
internal sealed record ModelFolder(
    string Folder, ModelLayout Layout, GraphFile? Text, GraphFile? Image, string TextFolder, string? Preprocessor,
    string UsualPreprocessor)
{
    /// <summary>The tokenizer file.</summary>
    public string? Tokenizer => Existing(TextFolder, ModelFileNames.Tokenizer);

    /// <summary>The tokenizer's configuration.</summary>
    public string? TokenizerConfig => Existing(TextFolder, ModelFileNames.TokenizerConfig);

    /// <summary>The special tokens, which some models state only here.</summary>
    public string? SpecialTokens => Existing(TextFolder, ModelFileNames.SpecialTokens);

    /// <summary>sentence-transformers' settings of the text tower.</summary>
    public string? SentenceConfig => Existing(TextFolder, ModelFileNames.SentenceConfig);

    /// <summary>
    /// sentence-transformers' settings of the whole model, including the prompts that it was trained with.
    /// </summary>
    public string? SentencePrompts => Existing(Folder, ModelFileNames.SentencePrompts);

    /// <summary>The list of what follows the graph of a sentence-transformers model.</summary>
    public string? Modules => Existing(Folder, ModelFileNames.Modules);

    /// <summary>The model's configuration.</summary>
    public string? Config => Existing(TextFolder, ModelFileNames.Config) ?? Existing(Folder, ModelFileNames.Config);

    /// <summary>Finds the parts of the model in a folder.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="variant">
    /// A variant such as <c>fp16</c>, or one for each tower as <see cref="TowerVariants"/> reads them; null takes the
    /// preferred one.
    /// </param>
    /// <exception cref="ModelException">
    /// There is no such folder, it has no known layout, or it does not have that variant.
    /// </exception>
    public static ModelFolder Find(string folder, string? variant = null)
    {
        var wanted = TowerVariants.Parse(variant);
        if (!Directory.Exists(folder))
        {
            throw new ModelException(
                folder, File.Exists(folder) ? "is a file, not a model folder" : "no such model folder",
                "give the folder that holds config.json");
        }
        try
        {
            return new LayoutSelection(folder).Find(wanted) ?? throw Unknown(folder, variant);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw new ModelException(
                folder, $"cannot be read ({error.Message})", "check the folder's permissions", error);
        }
    }

    private static string? Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : null;
    }

    private static ModelException Unknown(string folder, string? variant)
    {
        if (variant is null)
        {
            return new(
                folder, "holds no model that we know",
                "expected onnx/text_model.onnx and onnx/vision_model.onnx, textual/ and visual/, "
                + "text_encoder.onnx and image_encoder.onnx, or model.onnx");
        }
        var available = LayoutTable.Variants(FileNames.InFolder(folder));
        return new(
            folder, $"has no variant '{variant}'",
            available.Count == 0
                ? "and no graph that we know"
                : $"choose among {string.Join(", ", available)}, or download it");
    }
}
