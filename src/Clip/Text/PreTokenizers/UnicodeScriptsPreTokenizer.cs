using Clip.Text.Unicode;

namespace Clip.Text.PreTokenizers;

/// <summary>
/// Cuts where the script changes; Han and kana count as one script. Text before the first character with a script is
/// dropped, as in the reference.
/// </summary>
internal sealed class UnicodeScriptsPreTokenizer : PreTokenizer
{
    private const int AnyScript = 0;

    public override void Cut(PieceList pieces)
    {
        var text = pieces.Text.Bytes;
        foreach (var piece in pieces.BeginCut())
        {
            var (start, current) = (-1, AnyScript);
            for (var index = piece.Start; index < piece.End;)
            {
                var script = UnicodeTables.Script(Utf8.Decode(text, index, out var length));
                if (script != AnyScript && script != current)
                {
                    if (start >= 0)
                        pieces.Add(start, index);
                    (start, current) = (index, script);
                }

                index += length;
            }

            if (start >= 0)
                pieces.Add(start, piece.End);
        }

        pieces.EndCut();
    }
}
