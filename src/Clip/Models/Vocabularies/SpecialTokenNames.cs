namespace Clip.Models.Vocabularies;

/// <summary>A special token around texts.</summary>
/// <param name="Text">The token.</param>
/// <param name="IsStated">
/// Whether the model's files name it or its tokenizer's class has it; otherwise it is a guess.
/// </param>
internal sealed record SpecialTokenName(string Text, bool IsStated);

/// <summary>Which special tokens a model's tokenizer puts around a text, by its class.</summary>
internal static class SpecialTokenNames
{
    private static readonly string[] KnownClasses =
    [
        "CLIPTokenizer", "BertTokenizer", "DistilBertTokenizer", "MPNetTokenizer", "XLMRobertaTokenizer",
        "RobertaTokenizer", "CamembertTokenizer", "SiglipTokenizer", "T5Tokenizer", "GemmaTokenizer", "LlamaTokenizer",
    ];

    /// <summary>Whether the tokenizer's class decides which tokens stand around a text.</summary>
    public static bool IsKnown(TokenizerSettings settings) => KnownClasses.Contains(settings.Class);

    /// <summary>The tokens before and after a text; null for none.</summary>
    public static (SpecialTokenName? First, SpecialTokenName? Last) Around(TokenizerSettings settings)
    {
        switch (settings.Class)
        {
            case "CLIPTokenizer":
                return (Named("bos_token", "<|startoftext|>"), Named("eos_token", "<|endoftext|>"));
            case "BertTokenizer" or "DistilBertTokenizer" or "MPNetTokenizer":
                return (Named("cls_token", "[CLS]"), Named("sep_token", "[SEP]"));
            case "XLMRobertaTokenizer" or "RobertaTokenizer" or "CamembertTokenizer":
                return (Named("cls_token", "<s>"), Named("sep_token", "</s>"));
            case "SiglipTokenizer" or "T5Tokenizer":
                return (null, Named("eos_token", "</s>"));
            case "GemmaTokenizer" or "LlamaTokenizer":
                var isText = settings.IsSiglip;
                return (
                    settings.Flag("add_bos_token") ?? !isText ? Named("bos_token", "<bos>") : null,
                    settings.Flag("add_eos_token") ?? isText ? Named("eos_token", "<eos>") : null);
            default:
                return settings.IsSiglip
                    ? (null, Stated("eos_token"))
                    : (Stated("bos_token") ?? Stated("cls_token") ?? new SpecialTokenName("<|startoftext|>", false),
                        Stated("eos_token") ?? Stated("sep_token") ?? new SpecialTokenName("<|endoftext|>", false));
        }

        SpecialTokenName Named(string key, string usual) => new(settings.Token(key) ?? usual, IsStated: true);

        SpecialTokenName? Stated(string key) =>
            settings.Token(key) is { } token ? new SpecialTokenName(token, IsStated: true) : null;
    }
}
