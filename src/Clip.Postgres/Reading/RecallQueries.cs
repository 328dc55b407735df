using Clip.Searching;

namespace Clip.Postgres.Reading;

/// <summary>The queries that a recall is measured with.</summary>
/// <param name="Kinds">Vectors of each kind: texts, captions of the library, its pictures; none that is empty.</param>
/// <param name="HasTexts">Whether texts are among them, other than captions.</param>
internal sealed record RecallQueries(IReadOnlyList<IReadOnlyList<float[]>> Kinds, bool HasTexts)
{
    /// <summary>Each query is compared with every picture, so they are few.</summary>
    private const int Most = 40;

    private const int MostTexts = 16;

    /// <summary>The queries for a library.</summary>
    /// <param name="snapshot">The library.</param>
    /// <param name="model">Encodes texts; null for none.</param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    public static RecallQueries Of(PostgresSnapshot snapshot, ClipModel? model, CancellationToken cancellationToken)
    {
        var texts = model?.Dimensions == snapshot.Model.Dimensions ? Encode(model, cancellationToken) : [];
        var captions = snapshot.SampleCaptions((Most - texts.Count) / 2);
        var pictures = snapshot.SamplePictures(Most - texts.Count - captions.Count);
        IReadOnlyList<float[]>[] kinds = [texts, captions, pictures];
        return new RecallQueries([.. kinds.Where(static kind => kind.Count > 0)], texts.Count > 0);
    }

    /// <summary>Words and sentences about all kinds of things, as people search for.</summary>
    private static List<float[]> Encode(ClipModel model, CancellationToken cancellationToken)
    {
        string[] texts = [.. Some(QueryBank.Words), .. Some(QueryBank.Sentences)];
        var vectors = new float[texts.Length * model.Dimensions];
        var missing = model.Text.EncodeEach(texts, vectors, cancellationToken);
        return [.. vectors.Chunk(model.Dimensions).Where((_, i) => !missing.Contains(i))];
    }

    private static IEnumerable<string> Some(IReadOnlyList<string> texts) =>
        Enumerable.Range(0, MostTexts / 2).Select(i => texts[i * texts.Count / (MostTexts / 2)]);
}
