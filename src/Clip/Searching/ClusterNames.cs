using Clip.Vectors;

namespace Clip.Searching;

/// <summary>
/// Names groups by what distinguishes them from the whole collection: the caption or word nearest to the direction from
/// the mean of all pictures to the mean of the group. Each name is given once.
/// </summary>
internal sealed class ClusterNames(SnapshotSet snapshots, ClipModel model, CancellationToken cancellationToken)
{
    private const int Candidates = 20;

    private readonly HashSet<string> _given = [];
    private (float[] Vectors, IReadOnlyList<string> Words)? _vocabulary;

    /// <param name="direction">From the mean of all pictures to that of the group, of unit length.</param>
    public string Of(ReadOnlySpan<float> direction)
    {
        var candidates = NearestCaptions(direction);
        if (candidates.Count == 0)
            candidates = NearestWords(direction);
        var name = candidates.FirstOrDefault(candidate => !_given.Contains(candidate)) ?? candidates[0];
        _given.Add(name);
        return name;
    }

    private List<string> NearestCaptions(ReadOnlySpan<float> direction)
    {
        List<CaptionHit> hits = [];
        foreach (var index in snapshots.All)
        {
            if (index.CaptionCount > 0)
                hits.AddRange(index.SearchCaptions(direction, Candidates, cancellationToken: cancellationToken));
        }
        return [.. hits.OrderByDescending(static hit => hit.Score).Select(static hit => hit.Caption)];
    }

    private List<string> NearestWords(ReadOnlySpan<float> direction)
    {
        var (vectors, words) = _vocabulary ??= EncodeWords();
        var scores = new float[words.Count];
        for (var word = 0; word < scores.Length; word++)
        {
            var vector = vectors.AsSpan(word * direction.Length, direction.Length);
            for (var i = 0; i < direction.Length; i++)
                scores[word] += vector[i] * direction[i];
        }
        return [.. words.Zip(scores).OrderByDescending(static pair => pair.Second).Take(Candidates)
            .Select(static pair => pair.First)];
    }

    /// <summary>
    /// The words without what they have in common, which says nothing about a group, each of unit length again.
    /// </summary>
    private (float[] Vectors, IReadOnlyList<string> Words) EncodeWords()
    {
        var words = GroupWords.All;
        var dimensions = model.Dimensions;
        var vectors = new float[words.Count * dimensions];
        model.Text.Encode([.. words.Select(static word => "a photo of " + word)], vectors, cancellationToken);
        var mean = MeanDirection.SumOf(vectors, dimensions);
        for (var word = 0; word < words.Count; word++)
        {
            var vector = vectors.AsSpan(word * dimensions, dimensions);
            for (var i = 0; i < dimensions; i++)
                vector[i] -= (float)(mean[i] / words.Count);
            MeanDirection.Normalize(vector);
        }
        return (vectors, words);
    }
}
