using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Clip.Models.Onnx;
using Clip.Models.Sentence;

namespace Clip.Models;

/// <summary>
/// Tells two models apart, so that an index made with one is never searched with another. The same folder gives the
/// same fingerprint on every machine.
/// </summary>
internal static class ModelFingerprint
{
    private const int WholeFile = 1 << 20;
    private const int SampleLength = 16 << 10;
    private const int Samples = 64;

    /// <summary>
    /// Hashes what decides an embedding: both graphs, their external weights, tokenizer, preprocessing, configuration, what
    /// follows the graph, and the length that embeddings are cut to. Large files count by their length and 64 samples
    /// spread over them: hashing 600 MB would take longer than the search it protects, and no two trainings agree in a
    /// megabyte of weights.
    /// </summary>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Compute(
        ModelFolder textFolder, ModelFolder imageFolder, OnnxGraph? text, OnnxGraph? image, SentenceModules? modules, int? dimension)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        Add("", textFolder.Folder, text is null ? [] : FilesOf(text));
        Add("", textFolder.Folder, [textFolder.Tokenizer, textFolder.TokenizerConfig, textFolder.SpecialTokens, textFolder.SentenceConfig, textFolder.SentencePrompts, textFolder.Config]);
        if (modules is not null)
            Add("", textFolder.Folder, [textFolder.Modules, .. modules.Files]);
        var prefix = imageFolder == textFolder ? "" : "image/";
        Add(prefix, imageFolder.Folder, image is null ? [] : FilesOf(image));
        Add(prefix, imageFolder.Folder, [imageFolder.Preprocessor, imageFolder.Config]);
        return Hash(files, dimension);

        void Add(string prefix, string folder, IEnumerable<string?> paths)
        {
            foreach (var path in paths.OfType<string>())
                files[prefix + NameIn(folder, path)] = path;
        }
    }

    /// <summary>Hashes one graph with its weights.</summary>
    /// <returns>32 hexadecimal digits.</returns>
    public static string OfGraph(OnnxGraph graph)
    {
        var folder = Path.GetDirectoryName(graph.Path)!;
        return Hash(new SortedDictionary<string, string>(FilesOf(graph).Distinct().ToDictionary(path => NameIn(folder, path)), StringComparer.Ordinal), null);
    }

    private static IEnumerable<string> FilesOf(OnnxGraph graph)
    {
        var home = Path.GetDirectoryName(graph.Path)!;
        return graph.ExternalFiles.Select(file => Path.Combine(home, file.Location)).Prepend(graph.Path);
    }

    private static string NameIn(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static string Hash(SortedDictionary<string, string> files, int? dimension)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[WholeFile];
        foreach (var (name, path) in files)
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            AppendContent(hash, path, buffer);
        }
        if (dimension is { } length)
            Append(hash, [(byte)length, (byte)(length >> 8), (byte)(length >> 16)]);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void AppendContent(IncrementalHash hash, string file, byte[] buffer)
    {
        using var handle = File.OpenHandle(file);
        var length = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, length);
        hash.AppendData(prefix);

        if (length <= WholeFile)
        {
            Append(hash, buffer.AsSpan(0, ReadAt(handle, buffer.AsSpan(0, (int)length), 0)));
            return;
        }
        for (var sample = 0; sample < Samples; sample++)
        {
            var offset = (length - SampleLength) * sample / (Samples - 1);
            hash.AppendData(buffer.AsSpan(0, ReadAt(handle, buffer.AsSpan(0, SampleLength), offset)));
        }
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        // The length keeps two neighbouring fields from being read as one.
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, bytes.Length);
        hash.AppendData(prefix);
        hash.AppendData(bytes);
    }

    private static int ReadAt(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            var count = RandomAccess.Read(handle, buffer[read..], offset + read);
            if (count == 0)
                break;
            read += count;
        }
        return read;
    }
}
