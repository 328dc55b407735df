namespace Clip.Benchmarks.Pixels;

/// <summary>What one side makes of a file.</summary>
/// <param name="Width">The width of the upright picture.</param>
/// <param name="Height">The height of the upright picture.</param>
/// <param name="Rgb">3 bytes per pixel; empty if the file was refused.</param>
/// <param name="Refusal">The reason for a refusal.</param>
internal sealed record ComparedPixels(int Width, int Height, byte[] Rgb, string? Refusal)
{
    public static ComparedPixels Refused(string reason) => new(0, 0, [], reason);

    /// <summary>The largest difference of a channel's value; null if the sizes differ.</summary>
    public int? LargestDifference(ComparedPixels other)
    {
        if ((Width, Height) != (other.Width, other.Height))
            return null;
        var largest = 0;
        for (var i = 0; i < Rgb.Length; i++)
            largest = Math.Max(largest, Math.Abs(Rgb[i] - other.Rgb[i]));
        return largest;
    }
}
