namespace Clip;

/// <summary>Identifies a model whose vectors can be compared. An index holds the vectors of one model.</summary>
/// <param name="Name">The name that users know the model by.</param>
/// <param name="Fingerprint">Differs whenever the model's vectors may differ.</param>
/// <param name="Dimensions">Dimensions per vector, from 1 to 65,536.</param>
internal record ModelIdentity(string Name, string Fingerprint, int Dimensions)
{
    internal bool HasSameVectorsAs(ModelIdentity other) =>
        Fingerprint == other.Fingerprint && Dimensions == other.Dimensions;

    internal string Describe() => $"{Name} ({Fingerprint[..Math.Min(12, Fingerprint.Length)]}, {Dimensions} numbers)";
}
