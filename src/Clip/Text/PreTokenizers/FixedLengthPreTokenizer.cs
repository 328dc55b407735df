using Clip.Text.Unicode;

namespace Clip.Text.PreTokenizers;

/// <summary>Cuts the text every N code points; the last piece may be shorter.</summary>
internal sealed class FixedLengthPreTokenizer(int length) : PreTokenizer
{
    public override void Cut(PieceList pieces)
    {
        var text = pieces.Text.Bytes;
        foreach (var piece in pieces.BeginCut())
        {
            var (start, count) = (piece.Start, 0);
            for (var index = piece.Start; index < piece.End; index += Utf8.LengthFromFirst(text[index]), count++)
            {
                if (count < length)
                    continue;
                pieces.Add(start, index);
                (start, count) = (index, 0);
            }

            pieces.Add(start, piece.End);
        }

        pieces.EndCut();
    }
}
