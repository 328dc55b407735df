using System.Globalization;

namespace Clip;

/// <summary>How close a tower in 8 bits is to the same tower as its files have it, measured on a sample.</summary>
public sealed record PrecisionReport
{
    /// <summary><c>text</c> or <c>image</c>.</summary>
    public required string Tower { get; init; }

    /// <summary>The way to compute in 8 bits that was chosen; null where the tower stays as it is.</summary>
    public string? Variant { get; init; }

    /// <summary>Why the tower stays as it is; null where it is computed in 8 bits.</summary>
    public string? Reason { get; init; }

    /// <summary>What was encoded both ways, such as <c>32 pictures of /photos</c>.</summary>
    public string Sample { get; init; } = "";

    /// <summary>The number of items in the sample.</summary>
    public int Count { get; init; }

    /// <summary>The mean cosine between the two embeddings of an item.</summary>
    public double MeanCosine { get; init; } = 1;

    /// <summary>The least cosine between the two embeddings of an item.</summary>
    public double LeastCosine { get; init; } = 1;

    /// <summary>
    /// The share of the ten nearest items that stay among the ten nearest, 0 to 1: each item of the sample is compared
    /// with the others.
    /// </summary>
    public double Agreement { get; init; } = 1;

    /// <summary>How many times as fast the sample was encoded in 8 bits; 1 where the tower stays as it is.</summary>
    public double Speedup { get; init; } = 1;

    /// <summary>The report in one line of plain text.</summary>
    public override string ToString() => Variant is null
        ? $"{Tower} tower: stays in 32 bits, {Reason}"
        : $"{Tower} tower: {Figures}";

    /// <summary>What was measured of a way to compute in 8 bits.</summary>
    internal string Figures => string.Create(
        CultureInfo.InvariantCulture,
        $"{Variant}: cosine to 32 bits {Share(MeanCosine)} on average, {Share(LeastCosine)} at least; "
        + $"{Agreement:0.0%} of the top 10 agree; {Speedup:0.00} times as fast ({Sample})");

    // Never rounded up to a limit that was missed.
    private static string Share(double cosine) =>
        (Math.Floor(cosine * 1e5) / 1e5).ToString("0.00000", CultureInfo.InvariantCulture);
}
