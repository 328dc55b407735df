using Clip.Text.Unicode;

namespace Clip.Text.PreTokenizers;

/// <summary>Splits at white space, and makes each punctuation character a word of its own.</summary>
internal sealed class BertPreTokenizer : PreTokenizer
{
    public override void Cut(PieceList pieces)
    {
        var text = pieces.Text.Bytes;
        foreach (var piece in pieces.BeginCut())
        {
            var word = piece.Start;
            for (var index = piece.Start; index < piece.End;)
            {
                var codePoint = Utf8.Decode(text, index, out var length);
                var next = index + length;
                if (Characters.IsWhiteSpace(codePoint))
                {
                    pieces.Add(word, index);
                    word = next;
                }
                else if (Characters.IsPunctuation(codePoint))
                {
                    pieces.Add(word, index);
                    pieces.Add(index, next);
                    word = next;
                }

                index = next;
            }

            pieces.Add(word, piece.End);
        }

        pieces.EndCut();
    }
}
