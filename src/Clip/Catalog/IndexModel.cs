namespace Clip;

/// <summary>
/// What an index needs to know about its vectors to add more of them: their model, and how pictures are decoded for it.
/// </summary>
/// <param name="Name">The name that users know the model by.</param>
/// <param name="Fingerprint">Differs whenever the model's vectors may differ.</param>
/// <param name="Dimensions">Dimensions per vector, from 1 to 65,536.</param>
/// <param name="Decode">How pictures are decoded: <c>exact</c> or <c>fast</c>.</param>
internal sealed record IndexModel(string Name, string Fingerprint, int Dimensions, string Decode)
    : ModelIdentity(Name, Fingerprint, Dimensions);
