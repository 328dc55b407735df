using Clip.Text.Patterns;
using Clip.Text.Regex;

namespace Clip.Text.PreTokenizers;

/// <summary>
/// Splits at the matches of a pattern. With <paramref name="invert"/> the matches are the words, and the text between
/// them is the delimiter.
/// </summary>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert) : PreTokenizer
{
    public TextPattern Pattern { get; } = pattern;

    public SplitBehavior Behavior { get; } = behavior;

    public bool Invert { get; } = invert;

    public override void Cut(PieceList pieces) => Cut(pieces, Pattern, Behavior, Invert);

    public static void Cut(PieceList pieces, TextPattern pattern, SplitBehavior behavior, bool invert)
    {
        var text = pieces.Text.Bytes;
        RegexSearch? search = null;
        foreach (var piece in pieces.BeginCut())
        {
            var sink = new SplitSink(pieces, piece.Start, behavior);
            var matches = pattern.Matches(text.Slice(piece.Start, piece.Length), ref search);
            var last = 0;
            while (matches.MoveNext())
            {
                if (last != matches.Start)
                    sink.Add(last, matches.Start, invert);
                sink.Add(matches.Start, matches.End, !invert);
                last = matches.End;
            }

            if (last != piece.Length)
                sink.Add(last, piece.Length, invert);
            sink.Flush();
        }

        pieces.EndCut();
    }
}
