using System.Text.Json;
using Clip.Files;

namespace Clip.Hub;

/// <summary>
/// The list of a commit's files, kept as huggingface_hub 1.x keeps it in <c>trees/COMMIT.json</c>. It tells offline which
/// files a model has, whether all that are needed are there, and what their hashes must be.
/// </summary>
internal static class CachedListing
{
    private const int FormatVersion = 1;
    private const long LargestFile = 64 << 20;

    /// <summary>Null where there is none, or none that can be trusted.</summary>
    public static IReadOnlyList<HubFile>? Read(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > LargestFile)
                return null;
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            if (root.GetProperty("format_version").GetInt32() != FormatVersion)
                return null;
            List<HubFile> files = [];
            foreach (var item in root.GetProperty("files").EnumerateObject())
            {
                if (!RepositoryPath.IsContained(item.Name) || files.Count == HubListing.MostFiles)
                    return null;
                var sha256 = item.Value.TryGetProperty("lfs_sha256", out var large) ? large.GetString() : null;
                var blobId = item.Value.GetProperty("blob_id").GetString();
                var size = item.Value.GetProperty(sha256 is null ? "size" : "lfs_size").GetInt64();
                if (size < 0 || HubListing.Digest(blobId, 40) is null || (sha256 is not null && HubListing.Digest(sha256, 64) is null))
                    return null;
                files.Add(new HubFile(item.Name, size, blobId, sha256));
            }
            return files;
        }
        // Whatever is wrong with it, the hub can be asked again.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    public static void Write(string path, IReadOnlyList<HubFile> files)
    {
        // Python wants both ids of every file and would count an entry without them as corrupt.
        if (File.Exists(path) || files.Any(static file => file.GitBlobId is null))
            return;
        AtomicFile.Write(path, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 1 });
            writer.WriteStartObject();
            writer.WriteNumber("format_version", FormatVersion);
            writer.WriteStartObject("files");
            foreach (var file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
            {
                writer.WriteStartObject(file.Path);
                writer.WriteNumber("size", file.Size);
                writer.WriteString("blob_id", file.GitBlobId);
                if (file.Sha256 is not null)
                {
                    writer.WriteString("lfs_sha256", file.Sha256);
                    writer.WriteNumber("lfs_size", file.Size);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }
}
