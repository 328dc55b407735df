using System.Text.Json;
using Clip.Models.Configuration;

namespace Clip.Hub;

/// <summary>A hub's list of the files of one revision.</summary>
/// <param name="Commit">The commit that the revision refers to now.</param>
/// <param name="License">
/// The license that its model card states, such as <c>mit</c> or <c>cc-by-nc-4.0</c>; null where it states none.
/// </param>
/// <param name="Files">All files.</param>
internal sealed record HubListing(string Commit, string? License, IReadOnlyList<HubFile> Files)
{
    /// <summary>
    /// More files than any model has; the largest one, with hundreds of loose weights, has under 2,000.
    /// </summary>
    public const int MaxFiles = 50_000;

    // Larger than files can be, and small enough that sums of sizes do not overflow.
    private const long MaxFileSize = 1L << 46;

    private const string LicenseTag = "license:";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <summary>Whether every file has its size and hash, so that no further request is needed.</summary>
    public bool IsComplete => Files.Count > 0 && Files.All(static file => file.HasHash && file.Size >= 0);

    /// <summary>Parses the response to <c>/api/models/ID/revision/REVISION?blobs=true</c>.</summary>
    /// <exception cref="InvalidDataException">
    /// It is not such a response, or names a file outside the repository.
    /// </exception>
    public static HubListing ParseRevision(ReadOnlyMemory<byte> json)
    {
        using var document = Parse(json);
        return ReadRevision(document.RootElement);
    }

    /// <summary>Parses one page of <c>/api/models/ID/tree/COMMIT?recursive=true</c> and appends its files.</summary>
    /// <exception cref="InvalidDataException">
    /// It is not such a response, or names a file outside the repository.
    /// </exception>
    public static void ParseTreePage(ReadOnlyMemory<byte> json, List<HubFile> files)
    {
        using var document = Parse(json);
        ReadTreePage(document.RootElement, files);
    }

    private static HubListing ReadRevision(JsonElement root)
    {
        if (SafeJson.Text(root, "sha") is not { } commit || !ModelReference.IsCommitId(commit))
            throw new InvalidDataException("no commit id in it");
        List<HubFile> files = [];
        foreach (var item in SafeJson.Elements(SafeJson.Member(root, "siblings")))
            Add(files, ParseFile(item, "rfilename", "blobId"));
        RefuseDuplicates(files);
        return new HubListing(commit, LicenseOf(root), files);
    }

    private static void ReadTreePage(JsonElement root, List<HubFile> files)
    {
        if (root.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("not a list of files");
        foreach (var item in root.EnumerateArray())
        {
            if (SafeJson.Text(item, "type") == "file")
                Add(files, ParseFile(item, "path", "oid"));
        }
        RefuseDuplicates(files);
    }

    private static HubFile ParseFile(JsonElement item, string pathKey, string blobKey)
    {
        if (SafeJson.Text(item, pathKey) is not { } path)
            throw new InvalidDataException("a file without a name");
        if (!RepositoryPath.IsContained(path))
            throw new InvalidDataException($"a file name that leads outside the repository: '{path}'");

        string? sha256 = null;
        var size = Size(item);
        if (SafeJson.Member(item, "lfs") is { ValueKind: JsonValueKind.Object } large)
        {
            sha256 = Digest(SafeJson.Text(large, "sha256") ?? SafeJson.Text(large, "oid"), 64)
                ?? throw new InvalidDataException($"no SHA-256 of '{path}'");
            var stated = Size(large);
            if (stated >= 0)
                size = stated;
        }
        return new HubFile(path, size, Digest(SafeJson.Text(item, blobKey), 40), sha256);
    }

    /// <summary>The size; -1 where none is stated.</summary>
    private static long Size(JsonElement item)
    {
        if (SafeJson.Member(item, "size") is not { ValueKind: not JsonValueKind.Null } value)
            return -1;
        return SafeJson.Integer(value) is { } size and >= 0 and <= MaxFileSize
            ? size
            : throw new InvalidDataException("a file size that cannot be");
    }

    /// <summary>The text if it is a hash of that many lower-case hexadecimal digits, else null.</summary>
    internal static string? Digest(string? text, int length)
    {
        if (text?.StartsWith("sha256:", StringComparison.Ordinal) == true)
            text = text["sha256:".Length..];
        return text?.Length == length && text.All(char.IsAsciiHexDigitLower) ? text : null;
    }

    private static void Add(List<HubFile> files, HubFile file)
    {
        if (files.Count == MaxFiles)
            throw new InvalidDataException($"more than {MaxFiles:N0} files");
        files.Add(file);
    }

    private static void RefuseDuplicates(List<HubFile> files)
    {
        if (files.Select(static file => file.Path).Distinct(StringComparer.Ordinal).Count() != files.Count)
            throw new InvalidDataException("the same file name twice");
    }

    /// <summary>The license of the model card, else of the tags that the hub derives from it.</summary>
    private static string? LicenseOf(JsonElement root)
    {
        if (SafeJson.Member(root, "cardData") is { } card)
        {
            var license = SafeJson.Text(card, "license");
            var isNamed = license is not null and not "other";
            if ((isNamed ? license : SafeJson.Text(card, "license_name") ?? license) is { Length: > 0 } stated)
                return stated;
        }
        return SafeJson.Elements(SafeJson.Member(root, "tags"))
            .Select(SafeJson.Text).OfType<string>()
            .FirstOrDefault(static tag => tag.StartsWith(LicenseTag, StringComparison.Ordinal))?[LicenseTag.Length..];
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("not JSON", error);
        }
    }
}
