using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Clip.Files;
using Clip.Models.Caching;
using Clip.Models.Layouts;
using Clip.Models.Onnx;
using Clip.Models.TextTower;

namespace Clip.Models;

/// <summary>
/// Identifies a model, so that an index built with one is never searched with another. The same folder has the same
/// fingerprint on every machine.
/// </summary>
internal static class ModelFingerprint
{
    /// <summary>
    /// Hashes the files that embeddings depend on: both graphs, their external weights, tokenizer, preprocessing,
    /// configuration and the modules after the graph; the dimension that embeddings are truncated to, and another
    /// precision than that of the files. Of large files it hashes the length and <see cref="FileSamples"/>: hashing
    /// 600 MB would take longer than the search that it protects, and no two trainings agree in a megabyte of weights.
    /// </summary>
    /// <param name="text">The text tower.</param>
    /// <param name="image">The image tower.</param>
    /// <param name="dimension">What embeddings are truncated to; null for all of them.</param>
    /// <param name="precision">The precision.</param>
    /// <param name="cache">The folder of optimized graphs, which keeps fingerprints too; null for none.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Compute(
        ModelTower text, ModelTower image, int? dimension, ModelPrecision precision = ModelPrecision.Fp32,
        string? cache = null)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        var folder = text.Folder;
        Add("", folder, FilesOf(text.Graph));
        Add("", folder,
        [
            .. TextTokenizer.FilesOf(folder), folder.TokenizerConfig, folder.SpecialTokens,
            folder.SentenceConfig, folder.SentencePrompts, folder.Config,
        ]);
        if (text.Output?.Modules is { } modules)
            Add("", folder, [folder.Modules, .. modules.Files]);
        var prefix = image.Folder == folder ? "" : "image/";
        Add(prefix, image.Folder, FilesOf(image.Graph));
        Add(prefix, image.Folder, [image.Folder.Preprocessor, image.Folder.Config]);
        var known = KnownFingerprint.Of(cache, files, $"{dimension} {precision}");
        if (known?.Find() is { } found)
            return found;
        var computed = Hash(files, dimension, precision);
        known?.Keep(computed);
        return computed;

        void Add(string prefix, ModelFolder home, IEnumerable<string?> paths)
        {
            foreach (var path in paths.OfType<string>())
                files[prefix + NameIn(home.Folder, path)] = path;
        }
    }

    /// <summary>Hashes samples of one graph with its weights, for this machine's caches.</summary>
    /// <returns>Names and hashes on one line.</returns>
    public static string OfGraph(OnnxGraph graph)
    {
        var folder = Path.GetDirectoryName(graph.Path)!;
        var files = FilesOf(graph).Select(path => (Name: NameIn(folder, path), Path: path));
        return string.Join(' ', files.OrderBy(static file => file.Name, StringComparer.Ordinal).Select(
            static file => string.Create(
                CultureInfo.InvariantCulture, $"{file.Name} {SampledHash.OfFile(file.Path):x32}")));
    }

    private static IEnumerable<string> FilesOf(OnnxGraph? graph)
    {
        if (graph is null)
            return [];
        var home = Path.GetDirectoryName(graph.Path)!;
        return graph.ExternalFiles.Select(file => Path.Combine(home, file.Location)).Prepend(graph.Path);
    }

    private static string NameIn(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static string Hash(
        SortedDictionary<string, string> files, int? dimension, ModelPrecision precision)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, path) in files)
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            AppendContent(hash, path);
        }
        if (dimension is { } length)
            Append(hash, [(byte)length, (byte)(length >> 8), (byte)(length >> 16)]);
        // Whatever variant computes them, vectors in 8 bits are close to each other.
        if (precision == ModelPrecision.Int8)
            Append(hash, "int8"u8);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void AppendContent(IncrementalHash hash, string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        AppendLength(hash, length);
        if (length <= FileSamples.Whole)
            AppendLength(hash, length); // of the samples, which are the whole file
        FileSamples.Read(file, length, hash.AppendData);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        // Without the length, two adjacent fields could be mistaken for one.
        AppendLength(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendLength(IncrementalHash hash, long length)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        hash.AppendData(bytes);
    }
}
