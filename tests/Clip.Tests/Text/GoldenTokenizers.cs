using Clip.Tests.Models;
using Clip.Text;

namespace Clip.Tests.Text;

/// <summary>The real tokenizers, one of each family.</summary>
internal static class GoldenTokenizers
{
    public static readonly string[] Families =
        ["clip-bpe", "bert-wordpiece", "siglip-unigram", "xlmr-unigram", "gemma-bpe-bytefallback"];

    public static HuggingFaceTokenizer Load(string family) =>
        HuggingFaceTokenizer.Parse(GoldenModels.Decompress("tokenizers", family, "tokenizer.json.gz"), family);
}
