using System.IO.Compression;
using System.Text.Json;

namespace Clip.Tests.Images;

/// <summary>
/// Pictures that decoders disagree about give the pixels of Pillow, or those that a person should see (make_pixels.py).
/// </summary>
public sealed class PixelGoldensTests
{
    public static TheoryData<string> Files { get; } = Names();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_picture_that_decoders_disagree_about_has_the_expected_pixels(string file)
    {
        using var archive = Open();
        var answer = ImageGoldens.Named(Answers(archive), file);

        using var picture = Preprocessors.Unresized.Decode(
            ImageGoldens.Entry(archive, $"files/{file}"),
            file,
            DecodeMode.Exact,
            TestContext.Current.CancellationToken);

        Assert.Equal(
            (answer.GetProperty("width").GetInt32(), answer.GetProperty("height").GetInt32()),
            (picture.Width, picture.Height));
        var difference = ImageGoldens.LargestDifference(
            ImageGoldens.Entry(archive, $"pixels/{file}"), Preprocessors.Unresized.Pixels(picture));
        Assert.InRange(difference, 0, answer.GetProperty("tolerance").GetInt32());
    }

    private static TheoryData<string> Names()
    {
        using var archive = Open();
        return ImageGoldens.Names(Answers(archive));
    }

    private static ZipArchive Open() =>
        ZipFile.OpenRead(Path.Combine(ImageGoldens.Folder, "pixels", "pixels.zip"));

    private static JsonElement Answers(ZipArchive archive)
    {
        using var answers = JsonDocument.Parse(ImageGoldens.Entry(archive, "answers.json"));
        return answers.RootElement.Clone();
    }
}
