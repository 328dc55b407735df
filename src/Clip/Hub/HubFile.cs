namespace Clip.Hub;

/// <summary>A file of a model repository, as the hub lists it.</summary>
/// <param name="Path">Its name in the repository, with <c>/</c> between folders.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="GitBlobId">
/// Its Git object id, 40 hexadecimal digits of a SHA-1; for a large file, that of its pointer. Null where the hub does
/// not state it.
/// </param>
/// <param name="Sha256">
/// The SHA-256 of a large file's content, 64 hexadecimal digits; null for small files, which Git stores itself.
/// </param>
internal sealed record HubFile(string Path, long Size, string? GitBlobId, string? Sha256)
{
    /// <summary>
    /// The hash that its content is checked against, and its name in the cache: the SHA-256 of a large file, the Git
    /// SHA-1 of a small one.
    /// </summary>
    public string ContentId => Sha256 ?? GitBlobId ?? throw new InvalidOperationException($"{Path} has neither hash.");

    /// <summary>Whether the hub states the content's hash.</summary>
    internal bool HasHash => Sha256 is not null || GitBlobId is not null;
}
