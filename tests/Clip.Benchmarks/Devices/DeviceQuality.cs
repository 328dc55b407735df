using System.Globalization;

namespace Clip.Benchmarks.Devices;

/// <summary>
/// How close the embeddings of the gallery and its captions come to those of the processor in 32 bits.
/// </summary>
internal sealed class DeviceQuality
{
    private const int Texts = 100;
    private const int Top = 10;

    private readonly IReadOnlyList<string> _pictures = Checkout.Pictures();
    private readonly string[] _texts = [.. Checkout.Captions().Take(Texts)];
    private readonly Embeddings _exact;

    /// <param name="exact">The model on the processor.</param>
    public DeviceQuality(ClipModel exact) => _exact = Encode(exact);

    private sealed record Embeddings(float[][] Texts, float[][] Pictures);

    /// <summary>The heading of <see cref="Row"/>.</summary>
    public static IReadOnlyList<string> Header(string title) =>
    [
        $"{title}, {Texts} texts and the gallery", "texts: mean cosine", "least", "pictures: mean cosine", "least",
        $"same top {Top}", "same order of all",
    ];

    /// <summary>Compares a model with the exact one.</summary>
    public string[] Row(string name, ClipModel model)
    {
        var actual = Encode(model);
        var ranks = _exact.Texts.Zip(actual.Texts, (exact, text) =>
            (Exact: Rank(exact, _exact.Pictures), Actual: Rank(text, actual.Pictures))).ToList();
        return
        [
            name, .. Cosines(_exact.Texts, actual.Texts), .. Cosines(_exact.Pictures, actual.Pictures),
            Share(ranks.Average(static pair =>
                pair.Exact.Take(Top).Intersect(pair.Actual.Take(Top)).Count() / (double)Top)),
            Share(ranks.Average(static pair => pair.Exact.SequenceEqual(pair.Actual) ? 1.0 : 0)),
        ];
    }

    private Embeddings Encode(ClipModel model)
    {
        using var batch = model.Image.CreateBatch(_pictures.Count);
        Parallel.For(0, _pictures.Count, i =>
        {
            using var picture = model.Image.Decode(_pictures[i]);
            batch.Write(i, picture);
        });
        var vectors = new float[_pictures.Count * model.Dimensions];
        model.Image.Encode(batch, _pictures.Count, vectors);
        return new Embeddings(model.Text.Encode(_texts), [.. vectors.Chunk(model.Dimensions)]);
    }

    private static int[] Rank(float[] text, float[][] pictures) =>
    [
        .. Enumerable.Range(0, pictures.Length).OrderByDescending(i => ClipModel.Compare(text, pictures[i]).Cosine)
            .ThenBy(static i => i),
    ];

    private static IEnumerable<string> Cosines(float[][] exact, float[][] actual)
    {
        var cosines = exact.Zip(actual, static (left, right) => (double)ClipModel.Compare(left, right).Cosine).ToList();
        return [Cosine(cosines.Average()), Cosine(cosines.Min())];
    }

    private static string Cosine(double value) => value.ToString("0.0000000", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);
}
