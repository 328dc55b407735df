namespace Clip.Models.Vocabularies;

/// <summary>
/// The merges of a BPE model of SentencePiece, which has only scores: each way to put a piece together from two others,
/// the best piece first, as transformers converts it.
/// </summary>
internal static class SentencePieceMerges
{
    public static List<(string Left, string Right)> Of(IReadOnlyList<SentencePiece> pieces)
    {
        Dictionary<string, (int Id, float Score)> known = new(StringComparer.Ordinal);
        for (var id = 0; id < pieces.Count; id++)
            known[pieces[id].Text] = (id, pieces[id].Score);

        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        List<Merge> merges = [];
        List<Merge> ofPiece = [];
        foreach (var piece in pieces)
        {
            ofPiece.Clear();
            for (var split = 1; split < piece.Text.Length; split++)
            {
                if (lookup.TryGetValue(piece.Text.AsSpan(0, split), out var left)
                    && lookup.TryGetValue(piece.Text.AsSpan(split), out var right))
                {
                    ofPiece.Add(new Merge(piece, split, left.Id, right.Id));
                }
            }

            merges.AddRange(ofPiece.OrderBy(static merge => merge.LeftId).ThenBy(static merge => merge.RightId));
        }

        return
        [
            .. merges
                .OrderByDescending(static merge => merge.Piece.Score)
                .ThenByDescending(static merge => Length(merge.Left))
                .ThenByDescending(static merge => Length(merge.Right))
                .Select(static merge => (merge.Left, merge.Right)),
        ];
    }

    /// <summary>The length in code points, in which the reference counts.</summary>
    private static int Length(string text)
    {
        var count = 0;
        foreach (var c in text)
            count += char.IsLowSurrogate(c) ? 0 : 1;
        return count;
    }

    private readonly record struct Merge(SentencePiece Piece, int Split, int LeftId, int RightId)
    {
        public string Left => Piece.Text[..Split];

        public string Right => Piece.Text[Split..];
    }
}
