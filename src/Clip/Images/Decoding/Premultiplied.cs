namespace Clip.Images.Decoding;

/// <summary>Colors that were multiplied with alpha.</summary>
internal static class Premultiplied
{
    /// <summary>Undoes the multiplication as Pillow does, in place.</summary>
    /// <param name="pixels">Pixels without gaps, whose alpha is the last channel.</param>
    /// <param name="channels">The bytes of a pixel.</param>
    internal static void Undo(Span<byte> pixels, int channels)
    {
        for (; pixels.Length >= channels; pixels = pixels[channels..])
        {
            var alpha = pixels[channels - 1];
            for (var channel = 0; channel < channels - 1 && alpha is > 0 and < 255; channel++)
                pixels[channel] = (byte)Math.Min(255, 255 * pixels[channel] / alpha);
        }
    }
}
