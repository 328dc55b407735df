using System.Buffers.Binary;

namespace Clip.Images.Decoding.Png;

/// <summary>The header of a PNG file, and what it says about the stored samples.</summary>
/// <param name="Width">The width, in pixels.</param>
/// <param name="Height">The height, in pixels.</param>
/// <param name="BitDepth">The bits of a sample or palette index.</param>
/// <param name="Color">The color type.</param>
/// <param name="IsInterlaced">Whether the pixels are stored in seven passes.</param>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColor Color, bool IsInterlaced)
{
    /// <summary>The samples of a stored pixel.</summary>
    internal int Samples => Color switch
    {
        PngColor.Rgb => 3,
        PngColor.GrayAlpha => 2,
        PngColor.Rgba => 4,
        _ => 1,
    };

    /// <summary>The distance between bytes that filters compare.</summary>
    internal int FilterDistance => Math.Max(1, Samples * BitDepth / 8);

    /// <summary>Reads the content of the header chunk.</summary>
    /// <returns>False if it is none.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> content, out PngHeader header)
    {
        header = default;
        if (content.Length < 13)
            return false;
        var width = BinaryPrimitives.ReadUInt32BigEndian(content);
        var height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        var (depth, color) = (content[8], (PngColor)content[9]);
        var isKnown = color switch
        {
            PngColor.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColor.Palette => depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GrayAlpha or PngColor.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!isKnown || width > int.MaxValue || height > int.MaxValue
            || content[10] != 0 || content[11] != 0 || content[12] > 1)
            return false;
        header = new PngHeader((int)width, (int)height, depth, color, content[12] == 1);
        return true;
    }

    /// <summary>The bytes of a stored row, without its filter type.</summary>
    internal int RowLength(int width) => (int)((((long)width * Samples * BitDepth) + 7) / 8);

    /// <summary>The format of the decoded pixels.</summary>
    /// <param name="hasTransparency">Whether there is a transparent color, or a palette with transparency.</param>
    internal PixelFormat Format(bool hasTransparency) => Color switch
    {
        PngColor.Gray => hasTransparency ? PixelFormat.GrayAlpha : PixelFormat.Gray,
        PngColor.GrayAlpha => PixelFormat.GrayAlpha,
        PngColor.Rgba => PixelFormat.Rgba,
        _ => hasTransparency ? PixelFormat.Rgba : PixelFormat.Rgb,
    };
}

/// <summary>The color types of PNG.</summary>
internal enum PngColor
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}
