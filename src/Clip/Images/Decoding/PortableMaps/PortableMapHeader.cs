namespace Clip.Images.Decoding.PortableMaps;

/// <summary>The header of a portable bitmap, graymap or pixmap (Netpbm's PBM, PGM and PPM).</summary>
/// <param name="Width">The width, in pixels.</param>
/// <param name="Height">The height, in pixels.</param>
/// <param name="Largest">The sample that stands for full brightness; 1 of a bitmap, whose 1 is black.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="IsBitmap">Whether it is black and white.</param>
/// <param name="IsPlain">Whether the samples are written as text.</param>
/// <param name="Start">Where the samples start.</param>
internal readonly record struct PortableMapHeader(
    int Width, int Height, int Largest, int Channels, bool IsBitmap, bool IsPlain, int Start)
{
    private const int MostSamples = 65535;

    /// <summary>The bytes of a row of samples that are not text.</summary>
    internal long Stride => IsBitmap ? (Width + 7L) / 8 : (long)Width * Channels * (Largest > 255 ? 2 : 1);

    /// <summary>
    /// The fewest bytes that all samples take; as text, they have white space between them, unless they are bits.
    /// </summary>
    internal long ShortestLength => IsPlain
        ? ((long)Width * Height * Channels * (IsBitmap ? 1 : 2)) - 1
        : Stride * Height;

    /// <summary>Reads the header.</summary>
    /// <exception cref="PictureException">It is damaged.</exception>
    internal static PortableMapHeader Read(PictureData picture)
    {
        var format = picture.Data[1] - '0';
        var words = new PortableMapWords(picture.Data[2..]);
        var (width, height) = (Number(picture, ref words), Number(picture, ref words));
        var isBitmap = format is 1 or 4;
        var largest = isBitmap ? 1 : Number(picture, ref words);
        if (width == 0 || height == 0)
            throw picture.Damaged("it has no pixels");
        if (largest is 0 or > MostSamples)
            throw picture.Damaged("its largest sample is not between 1 and 65535");
        // One white space ends the header; what follows may look like another.
        return new PortableMapHeader(
            width, height, largest, format is 3 or 6 ? 3 : 1, isBitmap, format <= 3, 2 + words.Position + 1);
    }

    private static int Number(PictureData picture, ref PortableMapWords words) =>
        words.TryNext(out var number) ? number : throw picture.Damaged("no header");
}
