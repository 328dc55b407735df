using Clip.Models.Onnx;
using Clip.Text;

namespace Clip.Models;

/// <summary>
/// How a text tower wants its token ids: at most how many, padded to what length with which id.
/// </summary>
/// <param name="MaxLength">The most tokens that the tower reads, special tokens included.</param>
/// <param name="FixedLength">The length that every text is padded to; null pads to the longest of the batch.</param>
/// <param name="PadId">The id that fills up a row.</param>
/// <param name="Lowercase">Whether the tower was trained on lower-cased text that its tokenizer does not make itself.</param>
internal sealed record TextRules(int MaxLength, int? FixedLength, int PadId, bool Lowercase)
{
    // What CLIP's own text tower reads; the fallback where no file states a length.
    private const int UsualLength = 77;

    /// <summary>Derives the rules from the graph, the tokenizer and the configuration.</summary>
    public static TextRules From(OnnxValue tokenIds, bool hasMask, Tokenizer tokenizer, ModelConfig tokenizerConfig, ModelConfig config)
    {
        var modelType = config.Text("model_type") ?? "";
        var fixedByGraph = tokenIds.Shape.Count == 2 ? (int?)tokenIds.Shape[1] : null;
        var maxLength = fixedByGraph ?? SmallestOf(
            tokenizerConfig.Count("model_max_length"),
            tokenizer.Truncation?.MaxLength,
            config.Count("text_config", "max_position_embeddings"),
            config.Count("text_cfg", "context_length"),
            config.Count("text_encoder", "max_position_embeddings")) ?? UsualLength;

        // Without a mask the tower sees the padding. A causal tower that pools at the end-of-text token does not mind;
        // SigLIP and MobileCLIP were trained on rows of full length and do.
        var seesPadding = !hasMask && modelType is not ("clip" or "clip_text_model" or "");
        return new TextRules(
            maxLength,
            fixedByGraph ?? (seesPadding ? maxLength : null),
            PadIdOf(modelType, tokenizer, tokenizerConfig),
            Lowercase: IsSiglip2(modelType, tokenizerConfig));
    }

    private static int PadIdOf(string modelType, Tokenizer tokenizer, ModelConfig tokenizerConfig)
    {
        // MobileCLIP's towers were trained on open_clip's tokens, which fill with 0 whatever the tokenizer file names.
        if (modelType.StartsWith("mobileclip", StringComparison.Ordinal))
            return 0;
        return (tokenizerConfig.Token("pad_token") is { } token ? tokenizer.TokenToId(token) : null)
            ?? tokenizer.Padding?.PadId
            ?? 0;
    }

    /// <summary>SigLIP 2 was trained on lower-cased text, but its published tokenizer.json keeps capitals.</summary>
    private static bool IsSiglip2(string modelType, ModelConfig tokenizerConfig) =>
        modelType == "siglip2"
        || (modelType == "siglip" && tokenizerConfig.Text("tokenizer_class")?.StartsWith("Gemma", StringComparison.Ordinal) == true);

    private static int? SmallestOf(params ReadOnlySpan<int?> lengths)
    {
        int? smallest = null;
        foreach (var length in lengths)
        {
            if (length is { } known && (smallest is null || known < smallest))
                smallest = known;
        }
        return smallest;
    }
}
