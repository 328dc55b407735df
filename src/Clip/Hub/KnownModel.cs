namespace Clip.Hub;

/// <summary>A row of the curated table. Null stands for unknown.</summary>
/// <param name="ShortName">What to type.</param>
/// <param name="Repository"><c>OWNER/NAME</c> on the hub; null for the model that travels with the program.</param>
/// <param name="Languages">The languages of its queries.</param>
/// <param name="Megabytes">The size of the plain weights of both towers, in millions of bytes.</param>
/// <param name="Dimension">The length of its embeddings.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Restriction">Why to read the licence before use; null where nothing is known to speak for that.</param>
/// <param name="Quality">What is known of how well it finds.</param>
/// <param name="Note">What else one should know before the download.</param>
public sealed record KnownModel(
    string ShortName, string? Repository, string? Languages, double? Megabytes, int? Dimension, string? Licence, string? Restriction,
    string? Quality, string? Note);
