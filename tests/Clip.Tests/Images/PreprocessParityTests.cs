using System.Text;
using System.Text.Json;
using Clip.Images;

namespace Clip.Tests.Images;

/// <summary>Pixels against Pillow 12.3, for the pictures and configurations that people have.</summary>
public class PreprocessParityTests
{
    private static readonly JsonElement Goldens = ImageGoldens.Json("preprocess", "cases.json");

    public static TheoryData<string> Files => [.. Goldens.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Pixels_equal_the_references_in_every_configuration(string file)
    {
        var golden = Goldens.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("file").GetString() == file);
        var tolerance = golden.GetProperty("tolerance").GetInt32();
        foreach (var config in Goldens.GetProperty("configs").EnumerateObject())
        {
            var preprocessor = Preprocessor(config.Value.GetRawText());
            using var picture = preprocessor.Decode(Image(file), DecodeMode.Exact, TestContext.Current.CancellationToken);
            Assert.Equal((golden.GetProperty("width").GetInt32(), golden.GetProperty("height").GetInt32()), (picture.Width, picture.Height));
            var rgb = Write(preprocessor, picture);

            if (tolerance == 0)
            {
                Assert.Equal(golden.GetProperty("sha256").GetProperty(config.Name).GetString(), ImageGoldens.Sha256(rgb));
            }
            else if (config.NameEquals("clip-224"))
            {
                using var expected = preprocessor.Decode(
                    Path.Combine(ImageGoldens.Folder, "preprocess", "expected", $"{file}.clip-224.png"), DecodeMode.Exact, TestContext.Current.CancellationToken);
                Assert.InRange(LargestDifference(Write(preprocessor, expected), rgb), 0, tolerance);
            }
        }
    }

    internal static string Image(string file) => Path.Combine(ImageGoldens.Folder, "preprocess", "images", file);

    internal static ImagePreprocessor Preprocessor(string json) => new(PreprocessorConfig.Parse(Encoding.UTF8.GetBytes(json), "test"));

    internal static byte[] Write(ImagePreprocessor preprocessor, Picture picture)
    {
        var (width, height) = preprocessor.OutputSize(picture.Width, picture.Height);
        var rgb = new byte[3 * width * height];
        preprocessor.Write(picture, rgb);
        return rgb;
    }

    internal static int LargestDifference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
