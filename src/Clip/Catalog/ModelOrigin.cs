namespace Clip;

/// <summary>
/// How the model of an index was asked for, so that the same model can be opened again without naming it.
/// </summary>
/// <param name="Reference">
/// What the user called it: a name, the full path of its folder, or one of each tower's joined by a comma.
/// </param>
/// <param name="Variant">The weights that were asked for; null for the model's default.</param>
/// <param name="Dimensions">The dimensions that embeddings are truncated to; null for all.</param>
/// <param name="Precision">The arithmetic of the towers, such as <c>int8</c>; null for the model's own.</param>
internal sealed record ModelOrigin(
    string Reference, string? Variant = null, int? Dimensions = null, string? Precision = null);
