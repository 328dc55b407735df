using System.Globalization;
using System.IO.Hashing;
using Clip.Files;

namespace Clip.Models.Caching;

/// <summary>
/// One saved graph with its weights beside it, and the seal: a text file with a line for each file, its length and its
/// hash (XXH128).
/// </summary>
internal sealed class CachedGraph
{
    /// <summary>The graph's file name in its entry.</summary>
    public const string GraphName = "graph.onnx";

    /// <summary>The name of the file that the graph's weights are mapped from.</summary>
    public const string WeightsName = "graph.weights";

    private const string SealName = "seal";
    private const string FirstLine = "clip graph cache 1";

    private readonly string _folder;
    private readonly IReadOnlyList<SealedFile> _files;

    private CachedGraph(string folder, IReadOnlyList<SealedFile> files)
    {
        _folder = folder;
        _files = files;
    }

    private sealed record SealedFile(string Name, long Length, UInt128 Hash);

    /// <summary>The graph file.</summary>
    public string GraphPath => Path.Combine(_folder, GraphName);

    /// <summary>
    /// Opens an entry; null where there is none or its seal is damaged. Does not read the content yet.
    /// </summary>
    public static CachedGraph? Open(string folder)
    {
        try
        {
            var lines = File.ReadAllLines(SealOf(folder));
            if (lines is not [FirstLine, .. var rest] || rest.Length == 0)
                return null;
            List<SealedFile> files = [];
            foreach (var line in rest)
            {
                if (line.Split(' ') is not [var name, var length, var hash]
                    || Path.GetFileName(name) != name || name.Contains('\0')
                    || !long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                    || !UInt128.TryParse(hash, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var expected)
                    || new FileInfo(Path.Combine(folder, name)) is not { Exists: true } info
                    || info.Length != bytes)
                {
                    return null;
                }
                files.Add(new SealedFile(name, bytes, expected));
            }
            return new CachedGraph(folder, files);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }

    /// <summary>The file that completes an entry.</summary>
    public static string SealOf(string folder) => Path.Combine(folder, SealName);

    /// <summary>Whether every file has the content that was written. Reads all of it.</summary>
    public bool Verify()
    {
        try
        {
            return _files.All(file => Hash(Path.Combine(_folder, file.Name)) == file.Hash);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return false;
        }
    }

    /// <summary>Writes the seal over all files of a folder.</summary>
    public static void Seal(string folder)
    {
        var lines = new DirectoryInfo(folder).EnumerateFiles()
            .OrderBy(static file => file.Name, StringComparer.Ordinal)
            .Select(static file => string.Create(
                CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {Hash(file.FullName):x32}"));
        File.WriteAllLines(SealOf(folder), [FirstLine, .. lines]);
    }

    private static unsafe UInt128 Hash(string path)
    {
        var length = new FileInfo(path).Length;
        if (length == 0)
            return XxHash128.HashToUInt128([]);

        var hash = new XxHash128();
        using var file = File.OpenHandle(path);
        using var view = FileView.Open(file, length);
        const int maxSpan = 1 << 30;
        for (long offset = 0; offset < length; offset += maxSpan)
            hash.Append(new ReadOnlySpan<byte>(view.Start + offset, (int)Math.Min(maxSpan, length - offset)));
        return hash.GetCurrentHashAsUInt128();
    }
}
