namespace Clip.Files;

/// <summary>A file that is taken for a picture by its name, or because the user named it.</summary>
/// <param name="Path">Its path relative to the walk's root, with '/' between the parts; starts with <c>../</c> outside of it.</param>
/// <param name="FullPath">Its absolute path, as the operating system writes it.</param>
/// <param name="Size">Its length in bytes, at least 1; of a link, that of the file it leads to.</param>
/// <param name="ModifiedUtcTicks">When it was last written, in <see cref="DateTime.Ticks"/> of UTC; of a link, as with the size.</param>
public readonly record struct PictureFile(string Path, string FullPath, long Size, long ModifiedUtcTicks)
{
    /// <summary>Sizes and times of the texts beside it (<see cref="Sidecar"/>); null where there are none.</summary>
    internal string? SidecarSignature { get; init; }
}
