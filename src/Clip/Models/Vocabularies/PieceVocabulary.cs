using System.Globalization;

namespace Clip.Models.Vocabularies;

/// <summary>The pieces of a SentencePiece model by the ids that the model of the text tower has for them.</summary>
/// <param name="Pieces">The pieces; the id of a piece is its index.</param>
/// <param name="UnknownId">The id of the piece for what is unknown.</param>
/// <param name="Added">The pieces that are found in the text itself.</param>
/// <param name="Path">The file, for errors.</param>
internal sealed record PieceVocabulary(
    IReadOnlyList<SentencePiece> Pieces, int UnknownId, IReadOnlyList<AddedTokenEntry> Added, string Path)
{
    /// <summary>Whether there is a piece for each byte, for unknown characters.</summary>
    public bool HasBytes { get; } = Pieces.Count(static piece => piece.Text is ['<', '0', 'x', _, _, '>']) == 256;

    /// <summary>The ids as the file has them.</summary>
    /// <param name="model">The file.</param>
    /// <param name="path">Its path, for errors.</param>
    /// <param name="extraIds">How many of T5's sentinels follow the pieces.</param>
    public static PieceVocabulary Of(SentencePieceModel model, string path, int extraIds)
    {
        List<SentencePiece> pieces = [.. model.Pieces];
        for (var i = extraIds - 1; i >= 0; i--)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"<extra_id_{i}>");
            pieces.Add(new SentencePiece(text, 0, PieceType.Control));
        }

        var unknown = pieces.FindIndex(static piece => piece.Type == PieceType.Unknown);
        return unknown >= 0
            ? new PieceVocabulary(pieces, unknown, AddedOf(pieces), path)
            : throw new ModelException(
                path, "has no piece for what is unknown", "download the file again");
    }

    /// <summary>
    /// XLM-RoBERTa's ids, which are fairseq's: its four special tokens stand before the pieces, of which the first
    /// three are dropped, and a mask follows.
    /// </summary>
    public static PieceVocabulary OfRoberta(SentencePieceModel model, string path)
    {
        List<SentencePiece> pieces =
        [
            new("<s>", 0, PieceType.Control), new("<pad>", 0, PieceType.Control), new("</s>", 0, PieceType.Control),
            new("<unk>", 0, PieceType.Unknown), .. model.Pieces.Skip(3), new("<mask>", 0, PieceType.Control),
        ];
        var added = AddedOf(pieces)
            .Select(static token => token.Content == "<mask>" ? token with { LeftStrip = true } : token);
        return new PieceVocabulary(pieces, 3, [.. added], path);
    }

    /// <summary>The first of some tokens that there is.</summary>
    /// <exception cref="ModelException">There is none of them.</exception>
    public KnownToken Known(IEnumerable<string?> tokens)
    {
        foreach (var token in tokens.OfType<string>())
        {
            for (var id = 0; id < Pieces.Count; id++)
            {
                if (Pieces[id].Text == token)
                    return new KnownToken(token, id);
            }
        }

        throw new ModelException(
            Path, $"lacks the special token '{tokens.OfType<string>().First()}'",
            "download the file and tokenizer_config.json from the same model");
    }

    private static List<AddedTokenEntry> AddedOf(IEnumerable<SentencePiece> pieces) =>
    [
        .. pieces
            .Where(static piece =>
                piece.Type is PieceType.Control or PieceType.UserDefined or PieceType.Unknown && piece.Text.Length > 0)
            .Select(static piece => new AddedTokenEntry(piece.Text, Special: piece.Type != PieceType.UserDefined)),
    ];
}
