using Clip.Text;
using Clip.Text.PostProcessing;
using Microsoft.ML.Tokenizers;

namespace Clip.Models.TextTower;

/// <summary>A tokenizer that was read from a model's files.</summary>
internal sealed class ModelTokenizer(HuggingFaceTokenizer tokenizer) : TowerTokenizer
{
    public override Tokenizer Public { get; } = new ClipTokenizer(tokenizer);

    public override TruncationRule? Truncation => tokenizer.Truncation;

    public override PaddingRule? Padding => tokenizer.Padding;

    public override int[] Encode(string text, int? maxLength = null) => tokenizer.Encode(text, maxLength);

    public override int? TokenToId(string token) => tokenizer.TokenToId(token);

    public override string? IdToToken(int id) => tokenizer.IdToToken(id);

    public override TowerTokenizer WithLowercase() => new ModelTokenizer(tokenizer.WithLowercase());

    public override TextCoverage CoverageOf(string text) => CoverageCheck.Of(tokenizer, text);
}
