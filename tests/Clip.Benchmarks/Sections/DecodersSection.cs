using System.Globalization;
using System.Numerics.Tensors;
using Clip.Benchmarks.Pictures;

namespace Clip.Benchmarks.Sections;

internal sealed class DecodersSection : ISection
{
    public string Name => "decoders";

    public string Question => "how fast is ImageSharp beside the default decoder, and what does it change?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        using var model = ClipModel.Load(Checkout.Model);
        using var managed = ClipModel.Load(
            Checkout.Model, new ClipModelOptions { PictureDecoder = ImageSharpPictureDecoder.Instance });
        var gallery = Checkout.Pictures();
        string[] photos = [.. gallery.Where(static path => path.EndsWith(".jpg", StringComparison.Ordinal))];
        string[] drawings = [.. gallery.Where(static path => path.EndsWith(".png", StringComparison.Ordinal))];
        report.Remark("One core, from the content of the file to pixels.");
        Compare(report, $"{photos.Length} JPEG photos of the gallery", model, managed, photos);
        Compare(report, $"{drawings.Length} PNG drawings of the gallery", model, managed, drawings);
        Compare(
            report, "JPEG camera photos of 12 and 24 megapixels", model, managed,
            CameraPhotos.Make(folder.Make("photos"), photos));
    }

    private static void Compare(
        Report report, string title, ClipModel model, ClipModel managed, IReadOnlyList<string> paths)
    {
        byte[][] contents = [.. paths.Select(File.ReadAllBytes)];
        report.Table(title, "pictures/s", Comparison.Measure(
            new Alternative("default, exact", contents.Length, () => Decode(model, contents, DecodeMode.Exact)),
            new Alternative("default, fast", contents.Length, () => Decode(model, contents, DecodeMode.Fast)),
            new Alternative("ImageSharp", contents.Length, () => Decode(managed, contents, DecodeMode.Exact))));

        double[] cosines = [.. paths.Select(path => (double)TensorPrimitives.Dot(
            model.Image.Encode(path), managed.Image.Encode(path)))];
        report.Remark(string.Create(
            CultureInfo.InvariantCulture,
            $"Cosine of the two embeddings: {cosines.Average():0.00000} on average, {cosines.Min():0.0000} at least."));
    }

    private static void Decode(ClipModel model, byte[][] contents, DecodeMode mode)
    {
        foreach (var content in contents)
            model.Image.Preprocessor.Decode(content, "picture", mode).Dispose();
    }
}
