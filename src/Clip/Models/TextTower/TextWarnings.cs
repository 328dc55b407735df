using Clip.Models.Configuration;
using Clip.Models.Layouts;
using Clip.Models.Onnx;
using Clip.Models.Vocabularies;

namespace Clip.Models.TextTower;

/// <summary>
/// What the files of a text tower lack, where texts are encoded all the same and their embeddings may be wrong.
/// </summary>
/// <param name="graph">The tower's graph.</param>
/// <param name="folder">Where the model's parts lie.</param>
/// <param name="config">config.json.</param>
/// <param name="tokenizer">The tokenizer.</param>
internal sealed class TextWarnings(OnnxGraph graph, ModelFolder folder, ModelConfig config, TowerTokenizer tokenizer)
{
    private const string Download =
        "download it from the model's page, or that of the model that the graph was exported from";

    /// <summary>The warnings, one line of plain text each.</summary>
    /// <param name="isLengthKnown">Whether the number of tokens does not depend on the tokenizer's files.</param>
    public IReadOnlyList<string> Find(bool isLengthKnown) =>
        [.. new[] { Configuration(), isLengthKnown ? null : Length(), EndToken() }.OfType<string>()];

    /// <summary>
    /// What to do about a tower that does not run, where a file is missing that states how many tokens it takes; null
    /// where none is.
    /// </summary>
    public static string? RemedyOf(ModelFolder folder, ModelConfig config)
    {
        var (missing, place) = config.File is null ? (ModelFileNames.Config, folder.Folder)
            : folder.TokenizerConfig is null ? (ModelFileNames.TokenizerConfig, folder.TextFolder)
            : (null, "");
        return missing is null
            ? null
            : $"download {missing} from the model's page into {place}: it states how many tokens the tower takes";
    }

    /// <summary>
    /// Which configuration is missing. CLIP's own tokenizer belongs to towers that need none, and SigLIP's says that it
    /// is one; the other towers have rules that only config.json states.
    /// </summary>
    private string? Configuration()
    {
        if (config.File is not null || folder.Layout == ModelLayout.SentenceTransformer)
            return null;
        var settings = ModelConfig.Read(folder.TokenizerConfig);
        var name = settings.Text("tokenizer_class");
        var isNeeded = folder.Layout == ModelLayout.TextualVisual
            || (folder.Layout == ModelLayout.EncoderPair && name is null)
            || (name is not null && !IsClip(name) && !TextFamily.IsSiglip(config, settings));
        return isNeeded
            ? $"{folder.Folder}: has no {ModelFileNames.Config}, which says how texts are cleaned, padded and "
                + $"truncated, so that their embeddings may be wrong; {Download}"
            : null;
    }

    /// <summary>Which file is missing that states how many tokens of a text count.</summary>
    private string? Length()
    {
        var (missing, isMissing) = folder.Layout == ModelLayout.SentenceTransformer
            ? (ModelFileNames.SentenceConfig, folder.SentenceConfig is null)
            : (ModelFileNames.TokenizerConfig, folder.TokenizerConfig is null && config.File is not null);
        return isMissing
            ? $"{folder.TextFolder}: has no {missing}, which states how many tokens of a text count, so that the "
                + $"embeddings of long texts may be wrong; {Download}"
            : null;
    }

    private static bool IsClip(string tokenizerClass) => tokenizerClass is "CLIPTokenizer" or "CLIPTokenizerFast";

    /// <summary>
    /// Which end token is missing. Ids stay as the tokenizer's file gives them, as with Hugging Face's library.
    /// </summary>
    private string? EndToken()
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
