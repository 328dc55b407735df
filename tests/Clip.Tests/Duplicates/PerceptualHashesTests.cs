using System.Globalization;
using System.Text.Json;
using Clip.Tests.Images;
using Clip.Tests.Models;

namespace Clip.Tests.Duplicates;

/// <summary>Perceptual hashes of the gallery against imagehash.</summary>
public sealed class PerceptualHashesTests
{
    [Fact]
    public void Hashes_of_the_gallery_are_those_of_the_reference()
    {
        var pictures = AlgorithmGoldens.Read("hash").GetProperty("pictures").EnumerateArray().ToList();
        Assert.Equal(100, pictures.Count);

        Parallel.ForEach(pictures, golden =>
        {
            var file = golden.GetProperty("file").GetString()!;
            using var picture = Preprocessors.Unresized.Decode(
                Path.Combine(EmbeddedModel.Gallery, file), DecodeMode.Exact, TestContext.Current.CancellationToken);

            var hashes = PerceptualHashes.Of(picture);

            AssertEqual(golden, file, "phash", hashes.Perceptual);
            AssertEqual(golden, file, "dhash", hashes.Difference);
            AssertEqual(golden, file, "ahash", hashes.Average);
            AssertEqual(golden, file, "whash", hashes.Wavelet);
        });
    }

    [Fact]
    public void A_distance_counts_bits_that_differ()
    {
        Assert.Equal(0, PerceptualHashes.Distance(0xF0, 0xF0));
        Assert.Equal(64, PerceptualHashes.Distance(0, ulong.MaxValue));
        Assert.Equal(2, PerceptualHashes.Distance(0b1010, 0b1111));
    }

    private static void AssertEqual(JsonElement golden, string file, string name, ulong found)
    {
        var expected = Hash(golden.GetProperty(name));
        // Rounding alone decides about values that equal the median.
        var ties = golden.TryGetProperty("bits_on_a_tie", out var all) && all.TryGetProperty(name, out var tie)
            ? Hash(tie)
            : 0;
        Assert.True((expected & ~ties) == (found & ~ties), $"{file}: {name} is {found:x16}, not {expected:x16}");
    }

    private static ulong Hash(JsonElement text) =>
        ulong.Parse(text.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
