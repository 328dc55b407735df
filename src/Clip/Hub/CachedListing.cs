using System.Text.Json;
using Clip.Files;
using Clip.Models.Configuration;

namespace Clip.Hub;

/// <summary>
/// The list of a commit's files in huggingface_hub 1.x's format, <c>trees/COMMIT.json</c>. It shows offline which files
/// a model has, whether all that are needed are in the cache, and what their hashes must be.
/// </summary>
internal static class CachedListing
{
    private const int FormatVersion = 1;
    private const long MaxBytes = 64 << 20;

    /// <summary>Reads the list; null where there is none, or it is damaged and the hub must be asked again.</summary>
    public static IReadOnlyList<HubFile>? Read(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes)
                return null;
            var options = new JsonDocumentOptions { MaxDepth = 16 };
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), options);
            var root = document.RootElement;
            if (SafeJson.Integer(root, "format_version") != FormatVersion)
                return null;
            if (SafeJson.Member(root, "files") is not { ValueKind: JsonValueKind.Object } list)
                return null;
            List<HubFile> files = [];
            foreach (var item in list.EnumerateObject())
            {
                if (files.Count == HubListing.MaxFiles || ReadFile(item) is not { } file)
                    return null;
                files.Add(file);
            }
            return files;
        }
        catch (Exception error) when (UnreadableFile.Is(error) || error is JsonException)
        {
            return null;
        }
    }

    public static void Write(string path, IReadOnlyList<HubFile> files)
    {
        // Python needs both ids of every file and would treat an entry without them as corrupt.
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

    private static HubFile? ReadFile(JsonProperty item)
    {
        if (SafeJson.Name(item) is not { } name || !RepositoryPath.IsContained(name))
            return null;
        var isLarge = SafeJson.Member(item.Value, "lfs_sha256") is { ValueKind: not JsonValueKind.Null };
        var sha256 = SafeJson.Text(item.Value, "lfs_sha256");
        var blobId = SafeJson.Text(item.Value, "blob_id");
        var size = SafeJson.Integer(item.Value, isLarge ? "lfs_size" : "size") ?? -1;
        var isValid = size >= 0 && HubListing.Digest(blobId, 40) is not null
            && (!isLarge || HubListing.Digest(sha256, 64) is not null);
        return isValid ? new HubFile(name, size, blobId, sha256) : null;
    }
}
