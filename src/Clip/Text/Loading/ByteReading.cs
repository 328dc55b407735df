using Clip.Text.Patterns;
using Clip.Text.PreTokenizers;

namespace Clip.Text.Loading;

/// <summary>
/// Where ByteLevel is the last step before BPE, bytes need not be written as letters only to be looked up one by one:
/// the model reads the bytes themselves. And behind CLIP's own pattern GPT-2's finds nothing left to cut.
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
                var isCut = !last.AddsPrefixSpace
                    && before is [.., SplitPreTokenizer { Pattern: ClipPattern, Behavior: SplitBehavior.Removed, Invert: true }];
                return isCut && before.Length == 1
                    ? before[0]
                    : new SequencePreTokenizer(
                        [.. before, new ByteLevelPreTokenizer(last.AddsPrefixSpace, last.UsesRegex && !isCut, writesLetters: false)]);
            default:
                readsBytes = false;
                return preTokenizer;
        }
    }
}
