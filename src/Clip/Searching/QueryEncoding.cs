namespace Clip.Searching;

/// <summary>Encodes the terms of a query: the texts while the index is updated, the pictures once it is open.</summary>
internal sealed class QueryEncoding(Query query, ClipModel model)
{
    private readonly Dictionary<QueryTerm, float[]> _texts = [];

    /// <summary>
    /// Encodes the texts. Reports each text of which the model reads only the beginning, or knows no words.
    /// </summary>
    /// <param name="notices">Where to report; null where the embeddings do not decide.</param>
    /// <param name="cancellationToken">Stops the encoder.</param>
    public void EncodeTexts(NoticeLog? notices, CancellationToken cancellationToken)
    {
        foreach (var term in query.Terms.OfType<TextTerm>())
        {
            var known = term.Embedding is { } embedding ? QueryVector.Usable(embedding, model.Dimensions) : null;
            _texts[term] = CheckedText.Encode(model, term.Value, known, notices, cancellationToken);
        }
    }

    /// <summary>Encodes the pictures, and mixes all terms.</summary>
    /// <exception cref="PictureException">A picture cannot be fetched or decoded.</exception>
    /// <exception cref="SearchException">
    /// The query has no direction, or names a picture that the index does not hold.
    /// </exception>
    public async Task<QueryMix> MixAsync(IReadOnlyList<PictureIndex> indexes, CancellationToken cancellationToken)
    {
        var terms = new EncodedTerm[query.Terms.Count];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = new EncodedTerm(query.Terms[i], query.Terms[i] switch
            {
                PictureTerm picture => await VectorOfAsync(picture.Source).ConfigureAwait(false),
                VectorTerm vector => QueryVector.Usable(vector.Value, model.Dimensions),
                var text => _texts[text],
            });
        }
        return QueryMix.Of(terms);

        async Task<float[]> VectorOfAsync(PictureSource source) =>
            (await EncodedPicture.FindAsync(indexes, model, source, cancellationToken).ConfigureAwait(false)).Vector;
    }
}
