using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Clip.Tests.Images;

/// <summary>The reference results for pictures, read from the source tree.</summary>
internal static class ImageGoldens
{
    internal static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens");

    internal static string Gallery { get; } = Path.Combine(Repository.Root, "gallery");

    internal static string Picture(string file) => Path.Combine(Folder, "preprocess", "images", file);

    internal static JsonElement Json(params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine([Folder, .. path])));
        return document.RootElement.Clone();
    }

    internal static TheoryData<string> Names(JsonElement cases) =>
        [.. cases.EnumerateArray().Select(c => c.GetProperty("file").GetString()!)];

    internal static JsonElement Named(JsonElement cases, string file) =>
        cases.EnumerateArray().Single(c => c.GetProperty("file").ValueEquals(file));

    internal static byte[] Entry(ZipArchive archive, string name)
    {
        using var stream = archive.GetEntry(name)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    internal static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    internal static int LargestDifference(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
    }
}
