namespace Clip.Hub;

/// <summary>A file of a model repository, as the hub lists it.</summary>
/// <param name="Path">Its name in the repository, with <c>/</c> between folders.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="GitBlobId">The SHA-1 that Git knows it by, 40 hexadecimal digits; for a large file, that of its pointer. Null where the hub does not say.</param>
/// <param name="Sha256">The SHA-256 of a large file's content, 64 hexadecimal digits; null for small files, which Git itself keeps.</param>
public sealed record HubFile(string Path, long Size, string? GitBlobId, string? Sha256)
{
    /// <summary>What its content is checked against and what the cache names it by: the SHA-256 of a large file, the Git SHA-1 of a small one.</summary>
    public string ContentId => Sha256 ?? GitBlobId ?? throw new InvalidOperationException($"{Path} has neither hash.");

    /// <summary>Whether the hub says what the content's hash is.</summary>
    internal bool HasHash => Sha256 is not null || GitBlobId is not null;
}
