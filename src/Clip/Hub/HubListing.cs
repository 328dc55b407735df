using System.Text.Json;

namespace Clip.Hub;

/// <summary>What a hub says about one revision of a repository.</summary>
/// <param name="Commit">The commit that the revision stands for now.</param>
/// <param name="Licence">The licence that its model card states, such as <c>mit</c> or <c>cc-by-nc-4.0</c>; null where it states none.</param>
/// <param name="Files">Every file in it.</param>
internal sealed record HubListing(string Commit, string? Licence, IReadOnlyList<HubFile> Files)
{
    /// <summary>More files than any model has; the longest one, with hundreds of loose weights, has under 2,000.</summary>
    public const int MostFiles = 50_000;

    // Beyond what any file system holds; keeps sums of sizes from overflowing.
    private const long LargestFile = 1L << 46;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <summary>Whether every file comes with its size and hash, so that nothing more has to be asked.</summary>
    public bool IsComplete => Files.Count > 0 && Files.All(static file => file.HasHash && file.Size >= 0);

    /// <summary>Reads the answer of <c>/api/models/ID/revision/REVISION?blobs=true</c>.</summary>
    /// <exception cref="InvalidDataException">It is not such an answer, or names a file outside the repository.</exception>
    public static HubListing ParseRevision(ReadOnlyMemory<byte> json) => Parse(json, ReadRevision);

    /// <summary>Reads one page of <c>/api/models/ID/tree/COMMIT?recursive=true</c> and appends its files.</summary>
    /// <exception cref="InvalidDataException">It is not such an answer, or names a file outside the repository.</exception>
    public static void ParseTreePage(ReadOnlyMemory<byte> json, List<HubFile> files) => Parse(json, root => ReadTreePage(root, files));

    private static HubListing ReadRevision(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "sha") is not { } commit || !ModelReference.IsCommitId(commit))
            throw new InvalidDataException("no commit id in it");
        List<HubFile> files = [];
        if (root.TryGetProperty("siblings", out var siblings) && siblings.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in siblings.EnumerateArray())
                Add(files, ParseFile(item, "rfilename", "blobId"));
        }
        RefuseDuplicates(files);
        return new HubListing(commit, LicenceOf(root), files);
    }

    private static List<HubFile> ReadTreePage(JsonElement root, List<HubFile> files)
    {
        if (root.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("not a list of files");
        foreach (var item in root.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && Text(item, "type") == "file")
                Add(files, ParseFile(item, "path", "oid"));
        }
        RefuseDuplicates(files);
        return files;
    }

    private static HubFile ParseFile(JsonElement item, string pathKey, string blobKey)
    {
        if (item.ValueKind != JsonValueKind.Object || Text(item, pathKey) is not { } path)
            throw new InvalidDataException("a file without a name");
        if (!RepositoryPath.IsContained(path))
            throw new InvalidDataException($"a file name that leads outside the repository: '{path}'");

        string? sha256 = null;
        var size = Size(item);
        if (item.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object)
        {
            sha256 = Digest(Text(large, "sha256") ?? Text(large, "oid"), 64)
                ?? throw new InvalidDataException($"no SHA-256 of '{path}'");
            size = Size(large) is >= 0 and var stated ? stated : size;
        }
        return new HubFile(path, size, Digest(Text(item, blobKey), 40), sha256);
    }

    /// <summary>-1 where none is stated.</summary>
    private static long Size(JsonElement item)
    {
        if (!item.TryGetProperty("size", out var value) || value.ValueKind == JsonValueKind.Null)
            return -1;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var size) && size is >= 0 and <= LargestFile)
            return size;
        throw new InvalidDataException("a file size that cannot be");
    }

    /// <summary>The text where it is a hash of that many lower-case hexadecimal digits, else null.</summary>
    internal static string? Digest(string? text, int length)
    {
        if (text?.StartsWith("sha256:", StringComparison.Ordinal) == true)
            text = text["sha256:".Length..];
        return text?.Length == length && text.All(char.IsAsciiHexDigitLower) ? text : null;
    }

    private static void Add(List<HubFile> files, HubFile file)
    {
        if (files.Count == MostFiles)
            throw new InvalidDataException($"more than {MostFiles:N0} files");
        files.Add(file);
    }

    private static void RefuseDuplicates(List<HubFile> files)
    {
        if (files.Select(static file => file.Path).Distinct(StringComparer.Ordinal).Count() != files.Count)
            throw new InvalidDataException("the same file name twice");
    }

    /// <summary>The licence of the model card, else of the tags that the hub derives from it.</summary>
    private static string? LicenceOf(JsonElement root)
    {
        if (root.TryGetProperty("cardData", out var card) && card.ValueKind == JsonValueKind.Object)
        {
            var name = Text(card, "license_name");
            if ((Text(card, "license") is { } licence && licence != "other" ? licence : name ?? Text(card, "license")) is { Length: > 0 } stated)
                return stated;
        }
        if (!root.TryGetProperty("tags", out var tags) || tags.ValueKind != JsonValueKind.Array)
            return null;
        return tags.EnumerateArray()
            .Where(static tag => tag.ValueKind == JsonValueKind.String)
            .Select(static tag => tag.GetString()!)
            .FirstOrDefault(static tag => tag.StartsWith("license:", StringComparison.Ordinal))?["license:".Length..];
    }

    private static string? Text(JsonElement item, string key) =>
        item.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static T Parse<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("not JSON", error);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException("a text that is none", error); // half of a surrogate pair, or no UTF-8
        }
    }
}
