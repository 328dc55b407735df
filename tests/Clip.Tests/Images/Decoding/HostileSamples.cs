using System.IO.Compression;
using ImageMagick;

namespace Clip.Tests.Images;

/// <summary>
/// Small intact pictures in every format that is read, in the variants that a decoder treats differently.
/// </summary>
internal static class HostileSamples
{
    private static readonly string[] Modes =
    [
        "q95-s0.jpg", "progressive.jpg", "cmyk-progressive.jpg", "restart.jpg", "rgb-interlaced.png",
        "p4-interlaced.png", "rgba16.png", "profile.png", "animated.gif", "part.gif", "rgb-lossy.webp",
        "rgba-lossless.webp", "animated-rgba.webp", "rgb-tiff_lzw.tif", "rgba-tiff_deflate.tif", "group4.tif",
        "group3.tif", "jpeg.tif", "cmyk-packbits.tif", "rgb.bmp", "p4.bmp", "rgba.bmp", "rgb.ppm", "l16.pgm",
        "ascii.ppm", "sizes.ico", "bitmaps.ico", "rgba.jp2", "lossy.jp2", "rgb.j2k", "rgba.avif",
    ];

    /// <summary>All samples, by a file name with the format's extension.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = Read();

    private static SortedDictionary<string, byte[]> Read()
    {
        SortedDictionary<string, byte[]> samples = new(StringComparer.Ordinal);
        using var archive = ZipFile.OpenRead(Path.Combine(ImageGoldens.Folder, "preprocess", "modes.zip"));
        foreach (var name in Modes)
            samples[name] = ImageGoldens.Entry(archive, $"files/{name}");
        foreach (var name in (string[])["photo.heic", "photo.jxl", "sensor.dng"])
            samples[name] = File.ReadAllBytes(Path.Combine(ImageGoldens.Folder, "formats", name));

        // There are no goldens of these, because Pillow does not write them.
        using var picture = new MagickImage(samples["rgb.bmp"], MagickFormat.Bmp);
        samples["rgb.psd"] = picture.ToByteArray(MagickFormat.Psd);
        samples["rgb.pam"] = picture.ToByteArray(MagickFormat.Pam);
        samples["rgb.pfm"] = picture.ToByteArray(MagickFormat.Pfm);
        return samples;
    }
}
