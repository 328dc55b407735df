namespace Clip.Server.Batching;

/// <summary>Encodes texts together.</summary>
internal sealed class TextBatch(ClipModel model)
{
    /// <summary>The most texts at a time: more would make those that wait wait longer and save nothing.</summary>
    public const int Largest = 64;

    public Outcome<float[]>[] Encode(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var encoder = model.Text;
        var vectors = new float[texts.Count * encoder.Dimensions];
        var missing = encoder.EncodeEach(texts, vectors, cancellationToken);
        var outcomes = new Outcome<float[]>[texts.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = missing.Contains(i)
                ? new Outcome<float[]>(encoder.NoEmbedding(texts[i]))
                : new Outcome<float[]>(vectors.AsSpan(i * encoder.Dimensions, encoder.Dimensions).ToArray());
        }
        return outcomes;
    }
}
