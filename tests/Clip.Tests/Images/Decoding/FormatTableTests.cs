using System.IO.Compression;
using Clip.Files;

namespace Clip.Tests.Images;

/// <summary>The README's table of formats, built from the samples that are decoded here.</summary>
public class FormatTableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A format, the extensions by which a folder's files are picked, and a sample of each variant.</summary>
    private static readonly (string Format, string Extensions, (string Variant, string Sample)[] Variants)[] Formats =
    [
        (
            "JPEG",
            ".jpg .jpeg .jfif",
            [
                ("baseline", "q95-s0.jpg"),
                ("progressive", "progressive.jpg"),
                ("grey", "gray.jpg"),
                ("CMYK", "cmyk.jpg")]),
        (
            "PNG",
            ".png .apng",
            [
                ("1 bit", "l1.png"),
                ("16 bits", "rgb16.png"),
                ("palette", "p8.png"),
                ("interlaced", "rgb-interlaced.png"),
                ("transparent", "rgba16.png")]),
        (
            "WebP",
            ".webp",
            [
                ("lossy", "rgb-lossy.webp"),
                ("lossless", "rgb-lossless.webp"),
                ("transparent", "rgba-lossy.webp"),
                ("first frame", "animated.webp")]),
        (
            "GIF",
            ".gif",
            [("still", "palette.gif"), ("transparent", "transparent.gif"), ("first frame", "animated.gif")]),
        (
            "TIFF",
            ".tif .tiff",
            [
                ("plain", "rgb-None.tif"),
                ("LZW", "rgb-tiff_lzw.tif"),
                ("deflate", "rgb-tiff_deflate.tif"),
                ("PackBits", "rgb-packbits.tif"),
                ("JPEG", "jpeg.tif"),
                ("fax", "group4.tif"),
                ("16 bits", "l16.tif"),
                ("CMYK", "cmyk-None.tif"),
                ("first page", "pages.tif")]),
        (
            "BMP",
            ".bmp .dib",
            [("1 bit", "1.bmp"), ("palette", "p.bmp"), ("24 bits", "rgb.bmp"), ("32 bits", "rgba.bmp")]),
        ("HEIC", ".heic .heif", [("photo", "photo.heic")]),
        ("AVIF", ".avif", [("photo", "rgb.avif"), ("transparent", "rgba.avif"), ("grey", "l.avif")]),
        ("JPEG XL", ".jxl", [("photo", "photo.jxl")]),
        (
            "JPEG 2000",
            ".jp2 .j2k",
            [
                ("lossless", "rgb.jp2"),
                ("lossy", "lossy.jp2"),
                ("transparent", "rgba.jp2"),
                ("bare code stream", "rgb.j2k")]),
        (
            "PNM",
            ".pbm .pgm .ppm .pnm .pam .pfm",
            [
                ("1 bit", "1.pbm"),
                ("grey", "l.pgm"),
                ("16 bits", "rgb16.ppm"),
                ("plain text", "ascii.ppm"),
                ("PAM", "rgb.pam"),
                ("floating point", "rgb.pfm")]),
        ("ICO", ".ico", [("largest picture", "sizes.ico"), ("bitmaps", "bitmaps.ico")]),
        ("PSD", ".psd", [("composite", "rgb.psd")]),
        ("camera RAW", ".dng .cr2 .cr3 .nef .arw .raf .orf .rw2", [("DNG", "sensor.dng")]),
    ];

    [Fact]
    public void The_readme_lists_the_formats_and_variants_that_are_decoded()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(ImageGoldens.Folder, "preprocess", "modes.zip"));
        var rows = Formats.Select(format =>
        {
            var extensions = format.Extensions.Split(' ').Select(extension => $"`{extension}`");
            var variants = format.Variants.Select(variant => Decoded(variant.Variant, variant.Sample));
            return $"| {format.Format} | {string.Join(' ', extensions)} | {string.Join(", ", variants)} |\n";
        });
        var table = "| format | files | variants tested |\n|---|---|---|\n" + string.Concat(rows);

        Assert.Contains(
            table,
            File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n"),
            StringComparison.Ordinal);

        string Decoded(string variant, string sample)
        {
            var data = HostileSamples.All.TryGetValue(sample, out var known)
                ? known
                : ImageGoldens.Entry(archive, $"files/{sample}");
            using var picture = Preprocessors.Unresized.Decode(data, sample, DecodeMode.Exact, Token);
            Assert.True(picture.Width > 1 && Preprocessors.Unresized.Pixels(picture).Distinct().Count() > 1, sample);
            return variant;
        }
    }

    [Fact]
    public void Files_with_these_extensions_are_picked_from_folders() =>
        Assert.All(
            Formats.SelectMany(format => format.Extensions.Split(' ')),
            extension => Assert.True(PictureFileName.HasPictureExtension($"a{extension}"), extension));

    [Fact]
    public void The_table_and_the_error_messages_name_the_same_formats() =>
        Assert.Equal(
            PictureKindNames.All,
            $"{string.Join(", ", Formats[..^1].Select(format => format.Format))} and {Formats[^1].Format}");
}
