namespace Clip.Evaluation;

/// <summary>The embeddings of pictures and of their captions.</summary>
/// <param name="Pictures">A unit vector per picture.</param>
/// <param name="Captions">A unit vector per caption.</param>
/// <param name="PictureOf">The number of the picture that each caption belongs to.</param>
internal sealed record PairedVectors(
    IReadOnlyList<float[]> Pictures, IReadOnlyList<float[]> Captions, IReadOnlyList<int> PictureOf)
{
    /// <summary>The captions of each picture.</summary>
    public IReadOnlyList<IReadOnlyList<int>> CaptionsOf { get; } = Group(Pictures.Count, PictureOf);

    private static List<int>[] Group(int pictures, IReadOnlyList<int> pictureOf)
    {
        var captions = new List<int>[pictures];
        for (var i = 0; i < pictures; i++)
            captions[i] = [];
        for (var i = 0; i < pictureOf.Count; i++)
            captions[pictureOf[i]].Add(i);
        return captions;
    }
}
