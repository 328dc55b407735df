namespace Clip.Searching;

/// <summary>
/// Makes other queries of the same kind as one: with other texts of the same form in the place of its texts, and other
/// pictures of the index in the place of its pictures, mixed with the same weights. Texts are encoded once.
/// Thread-safe.
/// </summary>
/// <param name="model">Encodes texts.</param>
internal sealed class CalibrationQueries(ClipModel model)
{
    // Terms of one query differ: each takes its replacement from another place of the list.
    private const int Shift = 37;

    private List<float[]>? _words;
    private List<float[]>? _sentences;

    /// <param name="terms">The terms of the query.</param>
    /// <param name="snapshots">The indexes that have the pictures.</param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    /// <returns>Unit vectors.</returns>
    public IReadOnlyList<float[]> Like(
        IReadOnlyList<EncodedTerm> terms, SnapshotSet snapshots, CancellationToken cancellationToken)
    {
        List<float[]>? pictures = null;
        var replacements = terms.Select(term => term.Term switch
        {
            TextTerm text when QueryBank.Like(text.Value) == QueryBank.Words =>
                _words ??= Encode(QueryBank.Words, cancellationToken),
            TextTerm => _sentences ??= Encode(QueryBank.Sentences, cancellationToken),
            _ => pictures ??= Sample(snapshots),
        }).ToList();
        List<float[]> queries = [];
        if (replacements.Exists(static list => list.Count == 0))
            return queries;
        for (var i = 0; i < QueryBank.Count; i++)
        {
            try
            {
                queries.Add(QueryMix.Of([.. terms.Select((term, j) =>
                {
                    var list = replacements[j];
                    return term with { Vector = list[(i + j * Shift) % list.Count] };
                })]).Vector);
            }
            catch (SearchException)
            {
                // These happen to cancel each other out.
            }
            // Fewer pictures than queries: they would only repeat themselves.
            if (terms.Count == 1 && i + 1 == replacements[0].Count)
                break;
        }
        return queries;
    }

    private List<float[]> Encode(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var all = new float[texts.Count * model.Dimensions];
        var missing = model.Text.EncodeEach(texts, all, cancellationToken);
        return [.. all.Chunk(model.Dimensions).Where((_, i) => !missing.Contains(i))];
    }

    /// <summary>Pictures from everywhere in the indexes.</summary>
    private static List<float[]> Sample(SnapshotSet snapshots)
    {
        var entries = snapshots.All
            .SelectMany(index => index.PictureEntries(snapshots.FilterOf(index)).Select(entry => (index, entry)))
            .ToList();
        var count = Math.Min(QueryBank.Count, entries.Count);
        List<float[]> sample = [];
        for (var i = 0; i < count; i++)
        {
            var (index, entry) = entries[(int)((long)i * entries.Count / count)];
            var vector = new float[index.Model.Dimensions];
            if (index.ReadVector(entry, vector))
                sample.Add(vector);
        }
        return sample;
    }
}
