using Clip.Text.Models;
using Clip.Text.Normalizers;
using Clip.Text.PreTokenizers;

namespace Clip.Text;

/// <summary>What a tokenizer is made of, as read from its file.</summary>
internal sealed record TokenizerParts
{
    /// <summary>The file, for errors.</summary>
    public required string Source { get; init; }

    public required TokenModel Model { get; init; }

    public required Normalizer? Normalizer { get; init; }

    public required PreTokenizer? PreTokenizer { get; init; }

    public required SpecialTokens SpecialTokens { get; init; }

    /// <summary>Finds added tokens in the text as given; null where there are none.</summary>
    public required AddedTokenFinder? RawFinder { get; init; }

    /// <summary>Finds added tokens in the normalized text; null where there are none.</summary>
    public required AddedTokenFinder? NormalizedFinder { get; init; }

    public required IReadOnlyDictionary<string, int> AddedIds { get; init; }

    public required IReadOnlyDictionary<int, string> AddedTokens { get; init; }

    public required TruncationRule? Truncation { get; init; }

    public required PaddingRule? Padding { get; init; }

    public required int VocabularySize { get; init; }
}
