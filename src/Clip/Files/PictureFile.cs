namespace Clip.Files;

/// <summary>A file that is treated as a picture because of its extension, or because it is an input.</summary>
/// <param name="Path">
/// Its path relative to the walk's root, separated by '/'; starts with <c>../</c> outside the root.
/// </param>
/// <param name="FullPath">Its absolute path, in the operating system's form.</param>
/// <param name="Size">Its length in bytes, at least 1; for a link, that of its target.</param>
/// <param name="ModifiedUtcTicks">
/// When it was last written, in UTC <see cref="DateTime.Ticks"/>; for a link, its target's.
/// </param>
internal readonly record struct PictureFile(string Path, string FullPath, long Size, long ModifiedUtcTicks)
{
    /// <summary>What tells it apart from another file of this path, size and time.</summary>
    internal FileIdentity Identity { get; init; }

    /// <summary>The device that it lies on; for a link, its target's.</summary>
    internal ulong Device { get; init; }

    /// <summary>The signature of its sidecars (<see cref="Sidecar"/>); null if it has none.</summary>
    internal string? SidecarSignature { get; init; }

    /// <summary>A file as it was found.</summary>
    /// <param name="path">Its path relative to the walk's root.</param>
    /// <param name="fullPath">Its absolute path.</param>
    /// <param name="stat">What the file system says of it, or of a link's target.</param>
    /// <param name="realPath">Its path without links.</param>
    internal static PictureFile From(string path, string fullPath, FileStat stat, string realPath) =>
        new(path, fullPath, stat.Size, stat.ModifiedUtcTicks)
        {
            Identity = stat.IdentityAt(realPath),
            Device = stat.Device,
        };
}
