namespace Clip.Images.Preprocessing;

/// <summary>
/// Converts 8-bit pixels to the numbers that a model takes, with a table of the 256 values of each channel.
/// </summary>
internal static class Normalizer
{
    /// <summary>
    /// Builds the table: 256 values for red, green and blue, rounded where Hugging Face's processors round.
    /// </summary>
    internal static float[] Table(PreprocessorConfig config)
    {
        var table = new float[3 * 256];
        for (var value = 0; value < 256; value++)
        {
            var scaled = (float)(value * config.RescaleFactor);
            table[value] = (scaled - config.Mean.Red) / config.Std.Red;
            table[256 + value] = (scaled - config.Mean.Green) / config.Std.Green;
            table[512 + value] = (scaled - config.Mean.Blue) / config.Std.Blue;
        }

        return table;
    }

    /// <summary>Converts interleaved bytes to numbers in the same order.</summary>
    /// <param name="rgb">[pixels, 3].</param>
    /// <param name="table">The result of <see cref="Table"/>.</param>
    /// <param name="numbers">Receives [pixels, 3].</param>
    internal static void ApplyInterleaved(ReadOnlySpan<byte> rgb, ReadOnlySpan<float> table, Span<float> numbers)
    {
        for (var at = 0; at + 2 < rgb.Length; at += 3)
        {
            numbers[at] = table[rgb[at]];
            numbers[at + 1] = table[256 + rgb[at + 1]];
            numbers[at + 2] = table[512 + rgb[at + 2]];
        }
    }

    /// <summary>Converts interleaved bytes to planes of numbers.</summary>
    /// <param name="rgb">[pixels, 3].</param>
    /// <param name="table">The result of <see cref="Table"/>.</param>
    /// <param name="planes">Receives [3, pixels].</param>
    internal static void Apply(ReadOnlySpan<byte> rgb, ReadOnlySpan<float> table, Span<float> planes)
    {
        var pixels = planes.Length / 3;
        var red = planes[..pixels];
        var green = planes.Slice(pixels, pixels);
        var blue = planes.Slice(2 * pixels, pixels);
        var reds = table[..256];
        var greens = table.Slice(256, 256);
        var blues = table.Slice(512, 256);
        for (int i = 0, at = 0; i < red.Length && at + 2 < rgb.Length; i++, at += 3)
        {
            red[i] = reds[rgb[at]];
            green[i] = greens[rgb[at + 1]];
            blue[i] = blues[rgb[at + 2]];
        }
    }
}
