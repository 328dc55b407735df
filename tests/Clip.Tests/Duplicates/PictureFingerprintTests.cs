using System.Globalization;
using System.Text.Json;
using Clip.Tests.Images;

namespace Clip.Tests.Duplicates;

/// <summary>Which pictures count as copies of each other.</summary>
public sealed class PictureFingerprintTests
{
    private static readonly double Usual = new DuplicateRequest().Threshold;

    [Theory]
    [InlineData("must", 0.82, 1.01)]
    [InlineData("should", 0.82, 1.01)]
    public void Edits_that_people_call_copies_reach_the_usual_threshold(string report, double least, double most)
    {
        var golden = AlgorithmGoldens.Read("hash");
        var hashes = golden.GetProperty("pictures").EnumerateArray()
            .ToDictionary(static picture => picture.GetProperty("file").GetString()!, static picture => picture);
        var edits = golden.GetProperty("edits").EnumerateArray()
            .Where(edit => edit.GetProperty("report").GetString() == report).ToList();
        Assert.NotEmpty(edits);
        Assert.Equal(least, Usual);

        Assert.All(edits, edit => Assert.InRange(
            PictureFingerprint.Similarity(
                Of(hashes[edit.GetProperty("a").GetString()!]), Of(edit), Cosine(edit)), least, most));
    }

    [Fact]
    public void Different_pictures_stay_well_below_the_usual_threshold()
    {
        var golden = AlgorithmGoldens.Read("hash");
        var hashes = golden.GetProperty("pictures").EnumerateArray()
            .ToDictionary(static picture => picture.GetProperty("file").GetString()!, Of);
        var pairs = golden.GetProperty("different_pictures").EnumerateArray().ToList();
        Assert.Equal(34, pairs.Count);

        Assert.All(pairs, pair => Assert.InRange(
            PictureFingerprint.Similarity(
                hashes[pair.GetProperty("a").GetString()!], hashes[pair.GetProperty("b").GetString()!], Cosine(pair)),
            -1, Usual - 0.06));
        // Even embeddings that cannot tell two pictures apart make no copies of them.
        var all = hashes.Values.ToList();
        for (var a = 0; a < all.Count; a++)
        {
            for (var b = 0; b < a; b++)
                Assert.InRange(PictureFingerprint.Similarity(all[a], all[b], cosine: 1), 0, Usual - 0.03);
        }
    }

    [Fact]
    public void Flat_pictures_are_copies_only_in_the_same_color()
    {
        var (white, gray, red) = (Plain(255, 255, 255), Plain(128, 128, 128), Plain(200, 30, 30));

        Assert.Equal(0, PictureFingerprint.Similarity(white, gray, 0.99));
        Assert.Equal(0, PictureFingerprint.Similarity(red, gray, 0.99));
        Assert.Equal(1, PictureFingerprint.Similarity(red, Plain(201, 29, 30), 1));
    }

    private static PictureFingerprint Plain(byte red, byte green, byte blue)
    {
        var rgb = Enumerable.Repeat(new[] { red, green, blue }, 64 * 48).SelectMany(static pixel => pixel).ToArray();
        using var picture = new Preprocessed(64, 48, rgb).Picture;
        return PictureFingerprint.Of(picture);
    }

    private static PictureFingerprint Of(JsonElement picture) =>
        new(Hash(picture.GetProperty("phash")), Hash(picture.GetProperty("dhash")), 0, 0, 0, Contrast: 50);

    private static double Cosine(JsonElement pair) => pair.GetProperty("clip_mini_cosine").GetDouble();

    private static ulong Hash(JsonElement text) =>
        ulong.Parse(text.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly struct Preprocessed(int width, int height, byte[] rgb)
    {
        public Picture Picture => Preprocessors.Unresized.Decode(
            File(), "plain.png", DecodeMode.Exact, TestContext.Current.CancellationToken);

        private byte[] File()
        {
            using var folder = new TestFolder();
            var path = folder.At("plain.png");
            Clip.Images.PngFile.Write(path, rgb, width, height);
            return System.IO.File.ReadAllBytes(path);
        }
    }
}
