using System.IO.Compression;
using System.Text.Json;

namespace Clip.Tests.Images;

/// <summary>Compares pixels with Pillow 12.3, for common pictures and configurations.</summary>
public class PreprocessParityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly JsonElement Goldens = ImageGoldens.Json("preprocess", "cases.json");
    private static readonly JsonElement Formats = ImageGoldens.Json("formats", "cases.json");

    public static TheoryData<string> Files => ImageGoldens.Names(Goldens.GetProperty("cases"));

    public static TheoryData<string> FormatFiles => ImageGoldens.Names(Formats);

    [Theory]
    [MemberData(nameof(Files))]
    public void Pixels_equal_the_references_in_every_configuration(string file)
    {
        var golden = ImageGoldens.Named(Goldens.GetProperty("cases"), file);
        foreach (var config in Goldens.GetProperty("configs").EnumerateObject())
        {
            var preprocessor = Preprocessors.With(config.Value.GetRawText());
            using var picture = preprocessor.Decode(ImageGoldens.Picture(file), DecodeMode.Exact, Token);

            Assert.Equal(
                (golden.GetProperty("width").GetInt32(), golden.GetProperty("height").GetInt32()),
                (picture.Width, picture.Height));
            // Some references allow a difference, but there is none.
            Assert.Equal(
                golden.GetProperty("sha256").GetProperty(config.Name).GetString(),
                ImageGoldens.Sha256(preprocessor.Pixels(picture)));
        }
    }

    [Theory]
    [MemberData(nameof(FormatFiles))]
    public void Modern_formats_have_the_colors_of_their_reference_decoders(string file)
    {
        var golden = ImageGoldens.Named(Formats, file);
        var preprocessor = Preprocessors.Unresized;
        using var picture = preprocessor.Decode(
            Path.Combine(ImageGoldens.Folder, "formats", file), DecodeMode.Exact, Token);
        Assert.Equal(
            (golden.GetProperty("width").GetInt32(), golden.GetProperty("height").GetInt32()),
            (picture.Width, picture.Height));

        var rgb = preprocessor.Pixels(picture);
        for (var channel = 0; channel < 3; channel++)
        {
            var mean = rgb.Where((_, i) => i % 3 == channel).Average(value => value);
            // the requirement is 1.5
            Assert.Equal(golden.GetProperty("mean")[channel].GetDouble(), mean, tolerance: 0.2);
        }
    }

    [Fact]
    public void Every_mode_orientation_and_format_decodes_as_in_Pillow()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(ImageGoldens.Folder, "preprocess", "modes.zip"));
        using var answers = JsonDocument.Parse(ImageGoldens.Entry(archive, "answers.json"));
        var preprocessor = Preprocessors.Unresized;
        Assert.All(answers.RootElement.EnumerateArray(), answer =>
        {
            var file = answer.GetProperty("file").GetString()!;
            using var picture = preprocessor.Decode(
                ImageGoldens.Entry(archive, $"files/{file}"), file, DecodeMode.Exact, Token);
            Assert.Equal(
                (answer.GetProperty("width").GetInt32(), answer.GetProperty("height").GetInt32()),
                (picture.Width, picture.Height));

            var rgb = preprocessor.Pixels(picture);
            var tolerance = answer.GetProperty("tolerance").GetInt32();
            if (tolerance == 0)
                Assert.True(answer.GetProperty("sha256").GetString() == ImageGoldens.Sha256(rgb), $"{file} differs");
            else
                Assert.InRange(
                    ImageGoldens.LargestDifference(ImageGoldens.Entry(archive, $"pixels/{file}"), rgb), 0, tolerance);
        });
    }

    [Fact]
    public void Resizes_crops_and_padding_equal_Pillow_for_all_filters_and_configurations()
    {
        using var file = File.OpenRead(Path.Combine(ImageGoldens.Folder, "preprocess", "resizes.json.gz"));
        using var json = new GZipStream(file, CompressionMode.Decompress);
        using var cases = JsonDocument.Parse(json);
        Assert.All(cases.RootElement.EnumerateArray(), golden =>
        {
            var (width, height) = (golden.GetProperty("width").GetInt32(), golden.GetProperty("height").GetInt32());
            var preprocessor = Preprocessors.With(golden.GetProperty("config").GetRawText());
            var noise = Preprocessors.PortablePixmap(
                width, height, Preprocessors.Noise(width, height, golden.GetProperty("seed").GetUInt32()));
            using var picture = preprocessor.Decode(noise, "noise", DecodeMode.Exact, Token);

            Assert.Equal(
                (golden.GetProperty("output")[0].GetInt32(), golden.GetProperty("output")[1].GetInt32()),
                preprocessor.OutputSize(width, height));
            Assert.Equal(golden.GetProperty("sha256").GetString(), ImageGoldens.Sha256(preprocessor.Pixels(picture)));
        });
    }
}
