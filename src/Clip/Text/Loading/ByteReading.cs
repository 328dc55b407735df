using Clip.Text.Patterns;
using Clip.Text.PreTokenizers;

namespace Clip.Text.Loading;

/// <summary>
/// Simplifies a pre-tokenizer that ends with ByteLevel for a model that can read bytes: writing each byte as a letter,
/// only for the model to look the letters up one by one, is skipped, and so is GPT-2's pattern after CLIP's own
/// pattern, because it finds nothing left to split.
/// </summary>
internal static class ByteReading
{
    public static PreTokenizer? Simplify(PreTokenizer? preTokenizer, out bool readsBytes)
    {
        readsBytes = true;
        switch (preTokenizer)
        {
            case ByteLevelPreTokenizer alone:
                return new ByteLevelPreTokenizer(alone.AddsPrefixSpace, alone.UsesRegex, writesLetters: false);
            case SequencePreTokenizer { Steps: [.. var before, ByteLevelPreTokenizer last] }:
                var isSplit = !last.AddsPrefixSpace && before is [.., SplitPreTokenizer
                {
                    Pattern: ClipPattern, Behavior: SplitBehavior.Removed, Invert: true,
                }];
                if (isSplit && before.Length == 1)
                    return before[0];
                var usesRegex = last.UsesRegex && !isSplit;
                return new SequencePreTokenizer(
                    [.. before, new ByteLevelPreTokenizer(last.AddsPrefixSpace, usesRegex, writesLetters: false)]);
            default:
                readsBytes = false;
                return preTokenizer;
        }
    }
}
