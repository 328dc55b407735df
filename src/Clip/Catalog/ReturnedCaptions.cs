namespace Clip.Catalog;

/// <summary>Captions of a content that had left the index and is back.</summary>
/// <param name="Hash">The content.</param>
/// <param name="From">The path that it had, relative to the root.</param>
/// <param name="To">The path that it has now.</param>
/// <param name="Captions">The captions.</param>
internal sealed record ReturnedCaptions(UInt128 Hash, string From, string To, IReadOnlyList<KeptCaption> Captions);
