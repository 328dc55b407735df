namespace Clip;

/// <summary>A row of the curated table. Null means unknown.</summary>
/// <param name="ShortName">The short name that users type.</param>
/// <param name="Repository"><c>OWNER/NAME</c> on the hub; null for the model that is part of the program.</param>
/// <param name="Languages">The languages of its queries.</param>
/// <param name="Megabytes">The size of the plain weights of both towers, in millions of bytes.</param>
/// <param name="Dimensions">The length of its embeddings.</param>
/// <param name="License">Its license.</param>
/// <param name="Restriction">Why to read the license before use; null where no reason is known.</param>
/// <param name="Quality">What is known about its retrieval quality.</param>
/// <param name="Note">What else to know before the download.</param>
/// <param name="StartHereFor">What it is the model to begin with for; null where another one is.</param>
public sealed record KnownModel(
    string ShortName, string? Repository, string? Languages, double? Megabytes, int? Dimensions, string? License,
    string? Restriction, string? Quality, string? Note, string? StartHereFor = null);
