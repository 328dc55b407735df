using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Clip.Tests.Images;

/// <summary>The reference answers for pictures, read from the source tree.</summary>
internal static class ImageGoldens
{
    internal static string Folder { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "..", "Goldens"));

    internal static string Gallery { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "..", "..", "..", "gallery"));

    internal static JsonElement Json(params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine([Folder, .. path])));
        return document.RootElement.Clone();
    }

    internal static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
