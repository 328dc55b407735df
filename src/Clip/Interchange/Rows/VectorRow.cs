namespace Clip;

/// <summary>A vector with what names it.</summary>
/// <param name="Id">
/// The path of the picture, as the program that wrote it had it; a number where there are no paths.
/// </param>
/// <param name="Vector">The vector, with the values that the file has.</param>
/// <param name="Captions">The captions of the picture; may be empty.</param>
public sealed record VectorRow(string Id, ReadOnlyMemory<float> Vector, IReadOnlyList<string> Captions);

/// <summary>A row of a file that was left out.</summary>
/// <param name="Row">Which row: <c>row 3</c>, counted from 0 as in arrays, or <c>line 3</c>, from 1.</param>
/// <param name="Id">What names it; null where nothing does.</param>
/// <param name="Reason">Why it was left out, in a few words.</param>
public sealed record SkippedVectorRow(string Row, string? Id, string Reason);
