using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using Clip.Images.Preprocessing;

namespace Clip.Tests.Models;

/// <summary>
/// The tiny models with random weights whose references are known. They lie in the repository without their large
/// files, which are stored once and compressed; a model is assembled when a test first needs it.
/// </summary>
internal static class GoldenModels
{
    /// <summary>
    /// A folder of further models, each with its <c>reference.json</c>, that the tests of all models try too.
    /// </summary>
    private const string MoreVariable = "CLIP_GOLDEN_MODELS";

    private static readonly Lock Gate = new();
    private static readonly Lazy<string> Graphs = new(ExtractGraphs);
    private static readonly ConcurrentDictionary<string, Lazy<Picture>> Pictures = new();

    private static string Goldens => Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens");

    private static string Models => Path.Combine(Goldens, "models");

    private static string Assembled => Path.Combine(AppContext.BaseDirectory, "golden-models");

    /// <summary>All models by name; those of <see cref="MoreVariable"/> by path.</summary>
    public static IEnumerable<string> Names
    {
        get
        {
            var more = Environment.GetEnvironmentVariable(MoreVariable);
            return Directory.GetDirectories(Models).Select(folder => Path.GetFileName(folder))
                .Concat(more is null ? [] : Directory.GetDirectories(more))
                .Order(StringComparer.Ordinal);
        }
    }

    /// <summary>The model's folder, complete. Tests that change it take a copy.</summary>
    public static string Folder(string name)
    {
        if (Path.IsPathRooted(name))
            return name;
        var folder = Path.Combine(Assembled, name);
        lock (Gate)
        {
            if (!Directory.Exists(folder))
                Assemble(name, folder);
        }
        return folder;
    }

    public static Reference Reference(string name) =>
        Tests.Models.Reference.Parse(File.ReadAllBytes(Path.Combine(Models, name, "reference.json")));

    public static string Picture(string name) => Path.Combine(Goldens, "preprocess", "images", name);

    /// <summary>A picture decoded exactly, once for all models.</summary>
    public static Picture Decoded(string name) => Pictures.GetOrAdd(
        name,
        static name => new(() => new ImagePreprocessor(new PreprocessorConfig()).Decode(
            Picture(name), DecodeMode.Exact))).Value;

    /// <summary>A file of the folder of golden models.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Models, name));

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
        TestFolder.Copy(Path.Combine(Models, name), unfinished);
        var (tokenizer, home) = name switch
        {
            "bert-combined" => ("bert-wordpiece", ""),
            "siglip-split" => ("siglip-unigram", ""),
            "immich-gen1" or "immich-gen2" => ("clip-bpe", "textual"),
            "clip-split" or "clip-combined" => ("clip-bpe", ""),
            _ => (null, ""),
        };
        if (tokenizer is not null)
            File.WriteAllBytes(
                Path.Combine(unfinished, home, "tokenizer.json"),
                Decompress("tokenizers", tokenizer, "tokenizer.json.gz"));
        // The two models of sentence-transformers differ only in the file of their last layer.
        var sources = name == "st-multilingual-safetensors" ? [name, "st-multilingual"] : new[] { name };
        foreach (var source in sources.Select(source => Path.Combine(Graphs.Value, source)).Where(Directory.Exists))
            CopyMissing(source, unfinished);
        if (name == "st-multilingual-safetensors")
            File.Delete(Path.Combine(unfinished, "2_Dense", "pytorch_model.bin"));
        Directory.Move(unfinished, folder);
    }

    private static void CopyMissing(string source, string target)
    {
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (!File.Exists(copy))
                File.Copy(file, copy);
        }
    }

    private static string ExtractGraphs()
    {
        var folder = Path.Combine(Assembled, ".graphs");
        Directory.CreateDirectory(folder);
        using var file = File.OpenRead(Path.Combine(Models, "graphs.tar.br"));
        using var content = new BrotliStream(file, CompressionMode.Decompress);
        using var archive = new TarReader(content);
        while (archive.GetNextEntry() is { } entry)
        {
            var path = Path.Combine(folder, entry.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            entry.ExtractToFile(path, overwrite: true);
        }
        return folder;
    }
}
