using Clip.Duplicates;

namespace Clip;

/// <summary>What a picture looks like, in 24 bytes: enough to tell a changed copy from another picture.</summary>
/// <param name="Perceptual">See <see cref="PerceptualHashes.Perceptual"/>.</param>
/// <param name="Difference">See <see cref="PerceptualHashes.Difference"/>.</param>
/// <param name="Red">The mean of the red channel.</param>
/// <param name="Green">The mean of the green channel.</param>
/// <param name="Blue">The mean of the blue channel.</param>
/// <param name="Contrast">The standard deviation of the gray picture, made small.</param>
public readonly record struct PictureFingerprint(
    ulong Perceptual, ulong Difference, byte Red, byte Green, byte Blue, byte Contrast)
{
    /// <summary>Bits of both hashes together.</summary>
    private const int Bits = 128;

    /// <summary>The share of a score that the embeddings decide about; the hashes decide about the rest.</summary>
    private const double EmbeddingShare = 1 / 8.0;

    /// <summary>Below this contrast, noise decides about the bits of the hashes.</summary>
    private const byte Flat = 3;

    /// <summary>Mean channels of flat copies differ by less.</summary>
    private const int SameColor = 8;

    /// <summary>Computes the fingerprint of a decoded picture.</summary>
    public static PictureFingerprint Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var gray = GrayPixels.Of(picture);
        var (red, green, blue) = gray.MeanColor;
        return new PictureFingerprint(
            PerceptualHashes.PerceptualOf(gray), PerceptualHashes.DifferenceOf(gray), red, green, blue,
            ContrastOf(gray.Resize(32, 32)));
    }

    /// <summary>
    /// How likely two pictures are copies of each other, at most 1: the share of equal bits of two perceptual hashes,
    /// less an eighth of what their embeddings lack to a cosine of 1. Gray copies have low cosines, and different
    /// pictures of like things have high ones, so the hashes decide first.
    /// </summary>
    /// <param name="a">A picture.</param>
    /// <param name="b">Another.</param>
    /// <param name="cosine">The cosine of their embeddings.</param>
    public static double Similarity(in PictureFingerprint a, in PictureFingerprint b, double cosine)
    {
        if ((a.Contrast < Flat || b.Contrast < Flat) && !HasColorOf(a, b))
            return 0;
        return SimilarityOfHashes(a, b) - (EmbeddingShare * (1 - cosine));
    }

    /// <summary>The most that <see cref="Similarity"/> can be, whatever the embeddings.</summary>
    internal static double SimilarityOfHashes(in PictureFingerprint a, in PictureFingerprint b) =>
        1 - ((double)(PerceptualHashes.Distance(a.Perceptual, b.Perceptual)
            + PerceptualHashes.Distance(a.Difference, b.Difference)) / Bits);

    private static bool HasColorOf(in PictureFingerprint a, in PictureFingerprint b) =>
        Math.Abs(a.Red - b.Red) < SameColor && Math.Abs(a.Green - b.Green) < SameColor
        && Math.Abs(a.Blue - b.Blue) < SameColor;

    private static byte ContrastOf(byte[] gray)
    {
        var mean = gray.Average(static value => (double)value);
        return (byte)Math.Round(Math.Sqrt(gray.Average(value => (value - mean) * (value - mean))));
    }
}
