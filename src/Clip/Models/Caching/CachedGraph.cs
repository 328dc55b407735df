using System.Text;
using Clip.Files;

namespace Clip.Models.Caching;

/// <summary>
/// One saved graph with its weights beside it, and the seal: a text file with a line for each file, which says how to
/// recognize it.
/// </summary>
internal sealed class CachedGraph
{
    /// <summary>The graph's file name in its entry.</summary>
    public const string GraphName = "graph.onnx";

    /// <summary>The name of the file that the graph's weights are mapped from.</summary>
    public const string WeightsName = "graph.weights";

    private const string SealName = "seal";
    private const string FirstLine = "clip graph cache 2";

    private readonly string _folder;
    private readonly IReadOnlyList<SealedFile> _files;

    private CachedGraph(string folder, IReadOnlyList<SealedFile> files)
    {
        _folder = folder;
        _files = files;
    }

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
                if (SealedFile.Parse(line, folder) is not { } file)
                    return null;
                files.Add(file);
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

    /// <summary>
    /// Whether every file has the content that was written. Reads all of it once, and later only samples, as long as
    /// the file system says that nobody has written the files since.
    /// </summary>
    public bool Verify()
    {
        try
        {
            var verified = new SealedFile[_files.Count];
            for (var i = 0; i < verified.Length; i++)
            {
                if (_files[i].Verify(_folder) is not { } file)
                    return false;
                verified[i] = file;
            }
            if (!verified.SequenceEqual(_files))
                Renew(_folder, verified);
            return true;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return false;
        }
    }

    /// <summary>Writes the seal over all files of a folder.</summary>
    public static void Seal(string folder)
    {
        var files = new DirectoryInfo(folder).EnumerateFiles()
            .OrderBy(static file => file.Name, StringComparer.Ordinal)
            .Select(SealedFile.Of);
        File.WriteAllText(SealOf(folder), Content(files));
    }

    /// <summary>Replaces the seal at once, because other processes read it.</summary>
    private static void Renew(string folder, IReadOnlyList<SealedFile> files)
    {
        try
        {
            AtomicFile.Replace(SealOf(folder), stream => stream.Write(Encoding.UTF8.GetBytes(Content(files))));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            // The entry was just dropped, or cannot be written; the next process reads all of it again.
        }
    }

    private static string Content(IEnumerable<SealedFile> files) =>
        string.Join('\n', [FirstLine, .. files.Select(static file => file.ToString()), ""]);
}
