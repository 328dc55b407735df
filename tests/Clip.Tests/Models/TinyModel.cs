using System.Text.Json;
using Clip.Images;

namespace Clip.Tests.Models;

/// <summary>Builds model folders of <see cref="TinyTowers"/> and compares with results computed by hand.</summary>
internal static class TinyModel
{
    /// <summary>Scales 0..255 to 0..1 and nothing more, at the tower's size.</summary>
    public const string PlainPictures =
        """{"size": {"height": 4, "width": 4}, "do_center_crop": false, "do_normalize": false, "resample": 3}""";

    /// <summary>A tokenizer of whole words: each word's id is its place in the list.</summary>
    /// <param name="before">The token put before every text, or null.</param>
    /// <param name="after">The token put behind every text, or null.</param>
    /// <param name="words">
    /// The vocabulary; <c>&lt;unk&gt;</c> must be one. Words in angle or square brackets, and those with an underscore,
    /// are special.
    /// </param>
    public static string Tokenizer(string? before, string? after, params string[] words)
    {
        var special = words.Select((word, id) => (word, id))
            .Where(item => item.word[0] is '<' or '[' || item.word.Contains('_')).ToList();
        var template = new List<object>();
        if (before is not null)
            template.Add(new Dictionary<string, object> { ["SpecialToken"] = new { id = before, type_id = 0 } });
        template.Add(new Dictionary<string, object> { ["Sequence"] = new { id = "A", type_id = 0 } });
        if (after is not null)
            template.Add(new Dictionary<string, object> { ["SpecialToken"] = new { id = after, type_id = 0 } });
        return JsonSerializer.Serialize(new
        {
            version = "1.0",
            truncation = (object?)null,
            padding = (object?)null,
            added_tokens = special.Select(
                item => new
                {
                    item.id,
                    content = item.word,
                    single_word = false,
                    lstrip = false,
                    rstrip = false,
                    normalized = false,
                    special = true,
                }),
            normalizer = (object?)null,
            pre_tokenizer = new { type = "WhitespaceSplit" },
            post_processor = new
            {
                type = "TemplateProcessing",
                single = template,
                pair = template,
                special_tokens = new[] { before, after }.OfType<string>().Distinct().ToDictionary(
                    token => token,
                    token => new { id = token, ids = new[] { Array.IndexOf(words, token) }, tokens = new[] { token } }),
            },
            decoder = (object?)null,
            model = new
            {
                type = "WordLevel",
                vocab = words.Select((word, id) => (word, id)).ToDictionary(item => item.word, item => item.id),
                unk_token = "<unk>",
            },
        });
    }

    public static void Write(this TestFolder folder, string path, string content) =>
        File.WriteAllText(folder.At(path.Split('/')), content);

    public static void Write(this TestFolder folder, string path, byte[] content) =>
        File.WriteAllBytes(folder.At(path.Split('/')), content);

    /// <summary>A picture of noise in the size of the tower, and its pixels, row by row.</summary>
    public static byte[] Noise(string path, int seed, int width = TinyTowers.Edge, int height = TinyTowers.Edge)
    {
        var pixels = new byte[3 * width * height];
        new Random(seed).NextBytes(pixels);
        PngFile.Write(path, pixels, width, height);
        return pixels;
    }

    /// <summary>Bytes of pixels as numbers in the order [3, height, width].</summary>
    public static float[] Planes(byte[] pixels, Func<byte, int, float> convert) =>
        [.. Enumerable.Range(0, 3).SelectMany(
            channel => Enumerable.Range(0, pixels.Length / 3)
                .Select(at => convert(pixels[3 * at + channel], channel)))];

    public static void AssertDirection(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double within = 1e-5)
    {
        var length = Math.Sqrt(Dot(expected, expected));
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] / length - actual[i]) < within,
                $"{i}: expected {expected[i] / length}, found {actual[i]}");
    }

    public static ClipModel Load(this TestFolder folder, ClipModelOptions? options = null) =>
        ClipModel.Load(folder.Path, options);

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
            sum += (double)left[i] * right[i];
        return sum;
    }
}
