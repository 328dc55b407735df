using System.Text.Json;

namespace Clip.Benchmarks;

/// <summary>The source tree in which the benchmarks were built, with the model, the gallery and the goldens.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Model => Path.Join(Root, "models", "clip-mini");

    public static string Gallery => Path.Join(Root, "gallery");

    public static string Goldens => Path.Join(Root, "tests", "Clip.Tests", "Goldens");

    /// <summary>The gallery's pictures, full paths in a fixed order.</summary>
    public static IReadOnlyList<string> Pictures() =>
        [.. new[] { "photos", "drawings" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Join(Gallery, folder)).Order(StringComparer.Ordinal))];

    /// <summary>All captions of the gallery.</summary>
    public static IReadOnlyList<string> Captions() => [.. CaptionedPictures().SelectMany(picture => picture.Captions)];

    /// <summary>The gallery's pictures, relative to it, with their captions.</summary>
    public static IReadOnlyList<(string File, List<string> Captions)> CaptionedPictures() =>
        [.. File.ReadLines(Path.Join(Gallery, "captions.jsonl")).Where(line => line.Length > 0).Select(Parse)];

    private static (string File, List<string> Captions) Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var captions = json.RootElement.GetProperty("captions");
        return (
            json.RootElement.GetProperty("file").GetString()!,
            [.. captions.EnumerateArray().Select(caption => caption.GetString()!)]);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Join(folder.FullName, "Clip.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The benchmarks need the source tree in which they were built.");
    }
}
