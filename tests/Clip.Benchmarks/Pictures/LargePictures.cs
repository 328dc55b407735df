using System.Buffers.Binary;
using System.IO.Compression;
using ImageMagick;

namespace Clip.Benchmarks.Pictures;

/// <summary>
/// Creates pictures of 108 megapixels, the size of a phone's largest photos, in files that are small enough to create
/// quickly.
/// </summary>
internal static class LargePictures
{
    public const int Width = 12_000;
    public const int Height = 9_000;

    /// <summary>Creates a file of each kind.</summary>
    /// <returns>The name of the kind, and the file.</returns>
    public static IEnumerable<(string Kind, string Path)> Make(string folder)
    {
        var pixels = new byte[3 * Width * Height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i / 3 % Width >> 5) + (i / 3 / Width >> 5));
        using var picture = new MagickImage();
        picture.ReadPixels(pixels, new PixelReadSettings(Width, Height, StorageType.Char, "RGB"));
        yield return ("PNG", Write("large.png", MagickFormat.Png24));
        yield return ("JPEG", Write("large.jpg", MagickFormat.Jpeg));
        yield return ("JPEG, progressive", Write("progressive.jpg", MagickFormat.Pjpeg));
        picture.Settings.SetDefine(MagickFormat.WebP, "method", "0");
        yield return ("WebP", Write("large.webp", MagickFormat.WebP));
        yield return ("TIFF, 16 bits", WriteTiff(Path.Join(folder, "large.tif")));

        string Write(string name, MagickFormat format)
        {
            var path = Path.Join(folder, name);
            picture.Write(path, format);
            return path;
        }
    }

    /// <summary>Copies a file, each time with another byte behind the picture, which does not count.</summary>
    public static void Copy(string path, string folder, int copies)
    {
        var content = File.ReadAllBytes(path);
        for (byte i = 0; i < copies; i++)
            File.WriteAllBytes(Path.Join(folder, $"{i:d2}{Path.GetExtension(path)}"), [.. content, i]);
    }

    /// <summary>Writes 16-bit RGB as one compressed strip, which a decoder holds in memory as a whole.</summary>
    private static string WriteTiff(string path)
    {
        using var file = File.Create(path);
        file.Write("II*\0\0\0\0\0"u8);
        using (var strip = new ZLibStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[6 * Width];
            for (var y = 0; y < Height; y++)
            {
                row.AsSpan().Fill((byte)(y >> 6));
                strip.Write(row);
            }
        }

        var length = (int)file.Length - 8;
        if (file.Length % 2 != 0)
            file.WriteByte(0);
        var directory = (int)file.Length;
        (short Tag, short Type, int Count, int Value)[] fields =
        [
            (256, 4, 1, Width), (257, 4, 1, Height), (258, 3, 3, directory + 2 + 12 * 10 + 4), (259, 3, 1, 8),
            (262, 3, 1, 2), (273, 4, 1, 8), (277, 3, 1, 3), (278, 4, 1, Height), (279, 4, 1, length), (284, 3, 1, 1),
        ];
        using var writer = new BinaryWriter(file);
        writer.Write((short)fields.Length);
        foreach (var (tag, type, count, value) in fields)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(count);
            writer.Write(value);
        }
        writer.Write(0);
        foreach (var bits in (short[])[16, 16, 16])
            writer.Write(bits);
        writer.Flush();
        file.Position = 4;
        Span<byte> offset = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(offset, directory);
        file.Write(offset);
        return path;
    }
}
