using Clip.Benchmarks.Pictures;
using Clip.Images.Decoding.Jpeg;
using Clip.Images.Decoding.Magick;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// JPEG decoding with the system's TurboJPEG library beside ImageMagick, at the sizes that modes choose.
/// </summary>
internal sealed class JpegSection : ISection
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    public string Name => "jpeg";

    public string Question => "how fast are JPEG files decoded, with the system's library and without?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        string[] photos =
            [.. Checkout.Pictures().Where(static path => path.EndsWith(".jpg", StringComparison.Ordinal))];
        var standard = new JpegPictureDecoder(MagickPictureDecoder.Instance);
        report.Remark(
            standard.UsesLibrary
                ? "The system's TurboJPEG library gives ImageMagick's pixels and is used."
                : "The system has no TurboJPEG library that gives ImageMagick's pixels.");
        Compare($"{photos.Length} photos of the gallery", photos, shrink: 1);
        var camera = CameraPhotos.Make(folder.Make("photos"), photos);
        Compare("camera photos of 12 and 24 megapixels, at a quarter", camera, shrink: 4);
        Compare("camera photos, at an eighth", camera, shrink: 8);
        var progressive = CameraPhotos.Make(folder.Make("progressive"), photos, isProgressive: true);
        Compare("progressive camera photos, at a quarter", progressive, shrink: 4);
        Compare("progressive camera photos, at an eighth", progressive, shrink: 8);

        void Compare(string title, IReadOnlyList<string> paths, int shrink)
        {
            byte[][] contents = [.. paths.Select(File.ReadAllBytes)];
            report.Table($"{title}, one core", "pictures/s", Comparison.Measure(
                new Alternative(
                    "ImageMagick", contents.Length, () => Decode(MagickPictureDecoder.Instance, contents, shrink)),
                new Alternative("as the program does", contents.Length, () => Decode(standard, contents, shrink))));
        }
    }

    private static void Decode(IPictureDecoder decoder, byte[][] contents, int shrink)
    {
        foreach (var content in contents)
        {
            var picture = new PictureData(content, PictureKind.Jpeg, "picture");
            decoder.Decode(
                picture, decoder.ReadHeader(picture), new DecodeOptions(shrink, MaxTime), CancellationToken.None)
                .Dispose();
        }
    }
}
