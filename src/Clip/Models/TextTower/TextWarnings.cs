using Clip.Models.Configuration;
using Clip.Models.Layouts;
using Clip.Models.Onnx;
using Clip.Models.Vocabularies;

namespace Clip.Models.TextTower;

/// <summary>
/// What the files of a text tower lack, where texts are encoded all the same and their embeddings are probably wrong.
/// </summary>
internal static class TextWarnings
{
    /// <summary>The warnings, one line of plain text each.</summary>
    public static IReadOnlyList<string> Of(
        OnnxGraph graph, ModelFolder folder, ModelConfig config, TowerTokenizer tokenizer) =>
        [.. new[] { Configuration(folder, config), EndToken(graph, folder, config, tokenizer) }.OfType<string>()];

    /// <summary>
    /// What to do about a folder without config.json whose text tower does not run; null where there is one.
    /// </summary>
    public static string? RemedyOf(ModelFolder folder, ModelConfig config) => config.File is not null
        ? null
        : $"download config.json from the model's page into {folder.Folder}: it states how many tokens the tower takes";

    /// <summary>
    /// Which configuration is missing. CLIP's own tokenizer belongs to towers that need none, and SigLIP's says that it
    /// is one; every other tower has rules that only config.json states.
    /// </summary>
    private static string? Configuration(ModelFolder folder, ModelConfig config)
    {
        if (config.File is not null || folder.Layout == ModelLayout.SentenceTransformer)
            return null;
        var tokenizer = ModelConfig.Read(folder.TokenizerConfig);
        var isNeeded = folder.Layout == ModelLayout.TextualVisual
            || (tokenizer.Text("tokenizer_class") is { } name && !IsClip(name)
                && !TextFamily.IsSiglip(config, tokenizer));
        return isNeeded
            ? $"{folder.Folder}: has no {ModelFileNames.Config}, which says how texts are cleaned, padded and "
                + "truncated, so that their embeddings are probably wrong; download it from the model's page, or that "
                + "of the model that the graph was exported from"
            : null;
    }

    private static bool IsClip(string tokenizerClass) => tokenizerClass is "CLIPTokenizer" or "CLIPTokenizerFast";

    /// <summary>
    /// Which end token is missing. Ids stay as the tokenizer's file gives them, as with Hugging Face's library.
    /// </summary>
    private static string? EndToken(
        OnnxGraph graph, ModelFolder folder, ModelConfig config, TowerTokenizer tokenizer)
    {
        var around = tokenizer.Encode("", int.MaxValue);
        if (folder.Tokenizer is not { } file || around.Length >= 2)
            return null; // tokens on both sides
        var settings = TokenizerSettings.Read(folder.TextFolder, TextFamily.IsSiglip(config));
        if (SpecialTokenNames.Around(settings).Last is not { } last
            || tokenizer.TokenToId(last.Text) is not { } end || around.Contains(end))
        {
            return null;
        }
        var isNeeded = SpecialTokenNames.IsKnown(settings)
            || config.Id("text_config", "eos_token_id") == end || config.Id("eos_token_id") == end
            || config.Text("model_type") == "clip" || config.Has("text_cfg")
            || graph.CountOf("ArgMax") > 0;
        return isNeeded
            ? $"{file}: puts no '{last.Text}' after texts, which the text tower reads, so that their embeddings are "
                + "probably wrong (it has no post_processor that does); download the tokenizer.json that belongs to "
                + "the model"
            : null;
    }
}
