namespace Clip.Text.PreTokenizers;

/// <summary>When Metaspace prepends its mark to a piece that does not begin with it.</summary>
internal enum PrependScheme
{
    Always,
    First,
    Never,
}

/// <summary>SentencePiece's pre-tokenizer: spaces become a visible mark, with which each word begins.</summary>
internal sealed class MetaspacePreTokenizer(byte[] mark, PrependScheme scheme, bool split) : PreTokenizer
{
    /// <summary>Whether the text may get a mark that it does not have.</summary>
    public bool AddsMark { get; } = scheme != PrependScheme.Never;

    public override void Cut(PieceList pieces)
    {
        var text = pieces.Text.Bytes;
        foreach (var piece in pieces.BeginRewrite(out var result))
        {
            var source = text.Slice(piece.Start, piece.Length);
            var word = result.Length;
            var prepends = scheme == PrependScheme.Always
                || (scheme == PrependScheme.First && pieces.IsAtOrigin(piece));
            if (prepends && source[0] != ' ' && !source.StartsWith(mark))
                result.Append(mark);
            while (!source.IsEmpty)
            {
                var position = piece.End - source.Length;
                if (source[0] == ' ' || source.StartsWith(mark))
                {
                    if (split)
                    {
                        pieces.Add(word, result.Length);
                        word = result.Length;
                    }

                    source = source[(source[0] == ' ' ? 1 : mark.Length)..];
                    result.Append(mark);
                    pieces.Track(position, result);
                    continue;
                }

                var next = source[1..].IndexOfAny((byte)' ', mark[0]) + 1;
                if (next == 0)
                    next = source.Length;
                result.Append(source[..next]);
                pieces.Track(position, result, next);
                source = source[next..];
            }

            pieces.Add(word, result.Length);
        }

        pieces.EndRewrite();
    }
}
