using Clip.Text.PostProcessing;
using Microsoft.ML.Tokenizers;

namespace Clip.Models.TextTower;

/// <summary>The tokenizer of a text tower: the model's own, or one that the application brings.</summary>
internal abstract class TowerTokenizer
{
    /// <summary>The same for code that takes a tokenizer of Microsoft.ML.Tokenizers.</summary>
    public abstract Tokenizer Public { get; }

    /// <summary>How the tokenizer truncates texts by itself; null where it does not.</summary>
    public virtual TruncationRule? Truncation => null;

    /// <summary>How the tokenizer pads texts by itself; null where it does not.</summary>
    public virtual PaddingRule? Padding => null;

    /// <summary>A text's ids, with special tokens and without padding.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The most ids; null for the tokenizer's own limit, if it has one.</param>
    public abstract int[] Encode(string text, int? maxLength = null);

    /// <summary>The id of a token; null where there is none, or it is not known.</summary>
    public abstract int? TokenToId(string token);

    /// <summary>The token with an id; null where there is none, or it is not known.</summary>
    public abstract string? IdToToken(int id);

    /// <summary>The same tokenizer for texts in lower case.</summary>
    public abstract TowerTokenizer WithLowercase();

    /// <summary>Whether the tokenizer knows the words of a text, as far as can be told.</summary>
    public abstract TextCoverage CoverageOf(string text);
}
