using Clip.Text.Patterns;
using Clip.Text.Unicode;

namespace Clip.Text.PreTokenizers;

/// <summary>
/// GPT-2's pre-tokenizer: words keep the space before them, and each byte is written as a character of its own.
/// </summary>
/// <param name="addPrefixSpace">Whether a piece that does not begin with a space gets one.</param>
/// <param name="useRegex">Whether GPT-2's pattern splits the text; false where an earlier step has done so.</param>
/// <param name="writesLetters">Whether bytes are written as characters; false for a model that reads bytes.</param>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex, bool writesLetters) : PreTokenizer
{
    public bool AddsPrefixSpace { get; } = addPrefixSpace;

    public bool UsesRegex { get; } = useRegex;

    public override void Cut(PieceList pieces)
    {
        if (AddsPrefixSpace)
            PrependSpaces(pieces);
        if (UsesRegex)
            SplitPreTokenizer.Cut(pieces, Gpt2Pattern.Instance, SplitBehavior.Isolated, invert: false);
        if (writesLetters)
            WriteLetters(pieces);
    }

    private static void PrependSpaces(PieceList pieces)
    {
        var text = pieces.Text.Bytes;
        foreach (var piece in pieces.BeginRewrite(out var result))
        {
            var start = result.Length;
            if (text[piece.Start] != ' ')
                result.Append((byte)' ');
            result.Append(text.Slice(piece.Start, piece.Length));
            pieces.Track(piece.Start, result, piece.Length);
            pieces.Add(start, result.Length);
        }

        pieces.EndRewrite();
    }

    private static void WriteLetters(PieceList pieces)
    {
        var text = pieces.Text.Bytes;
        foreach (var piece in pieces.BeginRewrite(out var result))
        {
            var start = result.Length;
            for (var index = piece.Start; index < piece.End; index++)
            {
                result.AppendCodePoint(ByteAlphabet.Letter(text[index]));
                pieces.Track(index, result);
            }

            pieces.Add(start, result.Length);
        }

        pieces.EndRewrite();
    }
}
