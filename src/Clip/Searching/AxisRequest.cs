namespace Clip;

/// <summary>A request to order pictures along a direction made of two texts.</summary>
/// <param name="From">The text at the low end.</param>
/// <param name="To">The text at the high end.</param>
public sealed record AxisRequest(string From, string To) : CollectionRequest;

/// <summary>A file's place on an axis.</summary>
/// <param name="Path">Relative to the index's root.</param>
/// <param name="Location">The index that has it.</param>
/// <param name="Caption">The first of its captions, or null.</param>
/// <param name="Position">
/// How much nearer the picture is to the high end than to the low one, in standard deviations from the mean of all
/// pictures; 0 where all are equal.
/// </param>
/// <param name="Difference">Its cosine to the high end minus its cosine to the low end.</param>
public sealed record AxisFile(
    string Path, IndexLocation Location, string? Caption, double Position, double Difference)
    : CollectionFile(Path, Location, Caption);

/// <summary>Pictures along an axis.</summary>
/// <param name="Files">In ascending order of position; of equal ones in the order of their paths.</param>
/// <param name="Mean">The mean of the differences over all pictures, copies counted once.</param>
/// <param name="StandardDeviation">Their standard deviation (divided by n).</param>
public sealed record AxisAnswer(
    IReadOnlyList<AxisFile> Files, double Mean, double StandardDeviation) : CollectionAnswer;
