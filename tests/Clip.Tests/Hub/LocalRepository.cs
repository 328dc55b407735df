using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Clip.Tests.Hub;

/// <summary>A model repository of a <see cref="LocalHub"/>, answered as the real hub answers.</summary>
internal sealed class LocalRepository(string name)
{
    private static readonly string[] Large = [".onnx", ".onnx_data", ".bin", ".safetensors"];

    public string Name => name;

    public string Commit { get; set; } = "0123456789abcdef0123456789abcdef01234567";

    public Dictionary<string, byte[]> Files { get; } = [];

    public string? License { get; set; }

    /// <summary>What the list says of a file instead of the truth.</summary>
    public Dictionary<string, Action<JsonObject>> Lies { get; } = [];

    /// <summary>How many files a page of the tree has.</summary>
    public int PageSize { get; set; } = 1000;

    public static LocalRepository FromFolder(string name, string folder)
    {
        var repository = new LocalRepository(name);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            repository.Files[Path.GetRelativePath(folder, file).Replace('\\', '/')] = File.ReadAllBytes(file);
        return repository;
    }

    /// <summary>A repository whose files are short texts, enough for a layout to be recognized.</summary>
    public static LocalRepository WithTexts(string name, params string[] paths)
    {
        var repository = new LocalRepository(name);
        foreach (var path in paths)
            repository.Files[path] = Encoding.UTF8.GetBytes("content of " + path);
        return repository;
    }

    public static bool IsLarge(string path) =>
        Large.Any(end => path.EndsWith(end, StringComparison.Ordinal))
            || path.Contains("_data", StringComparison.Ordinal);

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The hash that a blob of the cache is named by.</summary>
    public string ContentId(string path) => IsLarge(path) ? Sha256(Files[path]) : GitId(Files[path]);

    public static string GitId(byte[] content)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0");
#pragma warning disable CA5350 // Git's object ids
        return Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes(header), .. content]));
#pragma warning restore CA5350
    }

    public Reply? Answer(ReceivedRequest request, LocalHub hub)
    {
        if (request.Path.StartsWith("/content/", StringComparison.Ordinal))
        {
            var hash = request.Path["/content/".Length..];
            var found = Files.Values.FirstOrDefault(content => Sha256(content) == hash);
            return found is null ? null : Content(request, found, "\"content\"");
        }
        if (Below(request.Path, $"/api/models/{name}/revision/") is { } revision)
        {
            var withHashes = !hub.LeavesOutHashes && request.Target.Contains("blobs=true", StringComparison.Ordinal);
            return IsKnown(revision) ? Json(Listing(withHashes)) : NoRevision();
        }
        if (Below(request.Path, $"/api/models/{name}/tree/") is { } tree)
            return IsKnown(tree) ? TreePage(request, hub) : NoRevision();
        if (Below(request.Path, $"/{name}/resolve/") is { } resolved)
            return Resolve(request, hub, resolved);
        return null;
    }

    private Reply Resolve(ReceivedRequest request, LocalHub hub, string revisionAndPath)
    {
        var slash = revisionAndPath.IndexOf('/', StringComparison.Ordinal);
        var path = revisionAndPath[(slash + 1)..];
        if (!IsKnown(revisionAndPath[..slash]))
            return NoRevision();
        if (!Files.TryGetValue(path, out var content))
            return Reply.Of(404).With("X-Error-Code", "EntryNotFound").With("X-Repo-Commit", Commit);
        Reply reply;
        if (IsLarge(path) && hub.ContentNetwork is { } network)
        {
            reply = Reply.Of(302).With("Location", $"http://localhost:{network.Port}/content/{Sha256(content)}");
        }
        else
            reply = Content(request, content, $"\"{ContentId(path)}\"");
        reply.Headers["X-Repo-Commit"] = Commit;
        if (IsLarge(path))
        {
            reply.Headers["X-Linked-ETag"] = $"\"{Sha256(content)}\"";
            reply.Headers["X-Linked-Size"] = content.Length.ToString(CultureInfo.InvariantCulture);
        }
        return reply;
    }

    private static Reply Content(ReceivedRequest request, byte[] content, string entityTag)
    {
        Dictionary<string, string> headers = new() { ["ETag"] = entityTag, ["Accept-Ranges"] = "bytes" };
        if (request.Header("Range") is not { } range
            || (request.Header("If-Range") is { } version && version != entityTag))
            return new Reply(200, content) { Headers = headers };
        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        if (from >= content.Length)
            return new Reply(416, []) { Headers = { ["Content-Range"] = $"bytes */{content.Length}" } };
        headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
        return new Reply(206, content[from..]) { Headers = headers };
    }

    private JsonObject Listing(bool withHashes)
    {
        var listing = new JsonObject
        {
            ["id"] = name,
            ["modelId"] = name,
            ["sha"] = Commit,
            ["private"] = false,
            ["gated"] = false,
            ["tags"] = License is null ? [] : new JsonArray("onnx", $"license:{License}"),
            ["siblings"] = new JsonArray(
                [.. Files.Keys.Select(path => Entry(path, "rfilename", "blobId", "sha256", withHashes))]),
        };
        return listing;
    }

    private Reply TreePage(ReceivedRequest request, LocalHub hub)
    {
        var at = request.Target.IndexOf("cursor=", StringComparison.Ordinal);
        var start = at < 0 ? 0 : int.Parse(request.Target[(at + 7)..], CultureInfo.InvariantCulture);
        var page = Files.Keys.Skip(start).Take(PageSize).Select(path =>
        {
            var entry = Entry(path, "path", "oid", "oid", withHashes: true);
            entry["type"] = "file";
            return entry;
        });
        var reply = Json(
            new JsonArray(
                [
                    new JsonObject { ["type"] = "directory", ["path"] = "onnx", ["oid"] = Commit, ["size"] = 0 },
                    .. page
                ]));
        if (start + PageSize < Files.Count)
        {
            var next = $"{hub.Endpoint}api/models/{name}/tree/{Commit}?recursive=true&cursor={start + PageSize}";
            reply.Headers["Link"] = $"<{next}>; rel=\"next\"";
        }
        return reply;
    }

    private JsonObject Entry(string path, string pathKey, string blobKey, string shaKey, bool withHashes)
    {
        var entry = new JsonObject { [pathKey] = path };
        if (withHashes)
        {
            var content = Files[path];
            entry["size"] = content.Length;
            entry[blobKey] = IsLarge(path) ? GitId(Encoding.ASCII.GetBytes("pointer to " + path)) : GitId(content);
            if (IsLarge(path))
                entry["lfs"] =
                    new JsonObject { [shaKey] = Sha256(content), ["size"] = content.Length, ["pointerSize"] = 134 };
        }
        if (Lies.TryGetValue(path, out var lie))
            lie(entry);
        return entry;
    }

    private bool IsKnown(string revision) => revision == Commit || revision is "main" or "refs/pr/1" or "v1.0";

    private static Reply NoRevision() => Reply.Of(404).With("X-Error-Code", "RevisionNotFound");

    private static string? Below(string path, string start) =>
        path.StartsWith(start, StringComparison.Ordinal) ? path[start.Length..] : null;

    private static Reply Json(JsonNode content) =>
        new(200, JsonSerializer.SerializeToUtf8Bytes(content)) { Headers = { ["Content-Type"] = "application/json" } };
}
