using Clip.Files;

namespace Clip;

/// <summary>What the index knows about a picture's file.</summary>
/// <param name="Path">Relative to the index's root, separated by <c>/</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtcTicks">When the file was last written, in <see cref="DateTime.Ticks"/> of UTC.</param>
/// <param name="Hash">Of the file's bytes. Files with equal hashes are copies and share one vector.</param>
/// <param name="Width">Of the picture, in pixels, after rotation.</param>
/// <param name="Height">Of the picture, in pixels, after rotation.</param>
/// <param name="Entry">
/// The row of its vector; not read when a record is stored. Stays the same until compaction.
/// </param>
public sealed record FileRecord(
    string Path, long Size, long ModifiedUtcTicks, UInt128 Hash, int Width, int Height, long Entry = -1)
{
    /// <summary>
    /// The metadata in the picture's file and its XMP sidecars; null where they have not been read yet, because an
    /// older program indexed it. Not read when a record is stored.
    /// </summary>
    public PictureMetadata? Metadata { get; init; }

    /// <summary>
    /// Whether the last run did not find the file but kept it, because everything else in its folder was missing too.
    /// Not read when a record is stored.
    /// </summary>
    public bool IsAbsent { get; init; }

    /// <summary>
    /// What identifies the file beyond its size and time; stored, and read as a <see cref="FileStamp"/>.
    /// </summary>
    internal FileIdentity Identity { get; init; }
}

/// <summary>Identifies an unchanged file without opening it.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtcTicks">When the file was last written.</param>
/// <param name="Identity">
/// What identifies it beyond size and time; null where an older program indexed it and did not record that.
/// </param>
/// <param name="Sidecar">
/// The signature of the sidecar that the file's own captions were read from, empty for none; null where they have not
/// been read.
/// </param>
/// <param name="Xmp">
/// The signature of the XMP sidecars whose metadata the index has, empty for none; null where they are to be read.
/// </param>
internal readonly record struct FileStamp(
    long Size, long ModifiedUtcTicks, FileIdentity? Identity, string? Sidecar, string? Xmp)
{
    /// <summary>Whether an earlier run did not find the file but kept it.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether a file with these properties has not changed.</summary>
    public bool Fits(long size, long modifiedUtcTicks, FileIdentity identity) =>
        size == Size && modifiedUtcTicks == ModifiedUtcTicks
        && (Identity is not { } known || (known.Changed == identity.Changed && HasSameNumber(known, identity)));

    private static bool HasSameNumber(FileIdentity known, FileIdentity found) =>
        known.Number == found.Number || known.Number == 0 || found.Number == 0;
}
