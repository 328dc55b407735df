using System.IO.Compression;
using System.Text.Json;

namespace Clip.Tests.Models;

/// <summary>What the PyTorch originals answer for one model.</summary>
internal sealed record Reference(string[] Texts, float[][] TextEmbeddings, string[] Images, float[][] ImageEmbeddings)
{
    public static Reference Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new Reference(
            Strings(root, "texts"), Vectors(root, "text_embeddings"), Strings(root, "images"),
            Vectors(root, "image_embeddings"));
    }

    private static string[] Strings(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    private static float[][] Vectors(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(
            row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())];
}

/// <summary>
/// The tiny models with random weights whose references are known. They lie in the repository without their tokenizers,
/// which are shared, stored once and compressed; a model is assembled when a test first needs it.
/// </summary>
internal static class GoldenModels
{
    private static readonly Lock Gate = new();

    private static string Goldens => Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens");

    /// <summary>The model's folder, complete. Tests that change it take a copy.</summary>
    public static string Folder(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "golden-models", name);
        lock (Gate)
        {
            if (!Directory.Exists(folder))
                Assemble(name, folder);
        }
        return folder;
    }

    public static Reference Reference(string name) =>
        Models.Reference.Parse(File.ReadAllBytes(Path.Combine(Goldens, "models", name, "reference.json")));

    public static string Picture(string name) => Path.Combine(Goldens, "preprocess", "images", name);

    /// <summary>A golden file that is stored compressed.</summary>
    public static byte[] Decompress(params string[] path)
    {
        using var file = File.OpenRead(Path.Combine([Goldens, .. path]));
        using var content = new GZipStream(file, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return memory.ToArray();
    }

    private static void Assemble(string name, string folder)
    {
        var unfinished = folder + ".unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        TestFolder.Copy(Path.Combine(Goldens, "models", name), unfinished);
        var (tokenizer, home) = name switch
        {
            "bert-combined" => ("bert-wordpiece", ""),
            "siglip-split" => ("siglip-unigram", ""),
            "immich-gen1" or "immich-gen2" => ("clip-bpe", "textual"),
            _ => ("clip-bpe", ""),
        };
        File.WriteAllBytes(
            Path.Combine(unfinished, home, "tokenizer.json"), Decompress("tokenizers", tokenizer, "tokenizer.json.gz"));
        Directory.Move(unfinished, folder);
    }
}
