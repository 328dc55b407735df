namespace Clip.Tests.Images;

/// <summary>Decodes files that tests write byte by byte.</summary>
internal static class DecodedFile
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The upright picture's pixels as 8-bit RGB.</summary>
    internal static byte[] Rgb(byte[] file) => Rgb(file, out _);

    /// <inheritdoc cref="Rgb(byte[])"/>
    internal static byte[] Rgb(byte[] file, out (int Width, int Height) size)
    {
        using var picture = Preprocessors.Unresized.Decode(file, "file", DecodeMode.Exact, Token);
        size = (picture.Width, picture.Height);
        return Preprocessors.Unresized.Pixels(picture);
    }

    /// <summary>Red, green and blue of one pixel.</summary>
    internal static (byte Red, byte Green, byte Blue) Pixel(byte[] file, int x, int y)
    {
        var rgb = Rgb(file, out var size);
        var at = 3 * ((y * size.Width) + x);
        return (rgb[at], rgb[at + 1], rgb[at + 2]);
    }

    /// <summary>The error for a file that is refused.</summary>
    internal static PictureException Refusal(byte[] file) => Assert.Throws<PictureException>(() =>
    {
        using var picture = Preprocessors.Unresized.Decode(file, "file", DecodeMode.Exact, Token);
    });
}
