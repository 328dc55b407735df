namespace Clip.Catalog;

/// <summary>
/// The model that an index's vectors come from. Vectors of two models cannot be compared, so an index belongs to one.
/// </summary>
/// <param name="Name">The name of the model for users.</param>
/// <param name="Fingerprint">Differs whenever the model's vectors may differ.</param>
/// <param name="Dimension">Dimensions per vector, from 1 to 65,536.</param>
/// <param name="Decode">How pictures were decoded: <c>exact</c> or <c>fast</c>.</param>
public sealed record IndexModel(string Name, string Fingerprint, int Dimension, string Decode)
{
    internal bool HasSameVectorsAs(IndexModel other) =>
        Fingerprint == other.Fingerprint && Dimension == other.Dimension;

    internal string Describe() => $"{Name} ({Fingerprint[..Math.Min(12, Fingerprint.Length)]}, {Dimension} numbers)";
}
