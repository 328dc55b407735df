namespace Clip;

/// <summary>Why a file of a group of duplicates is the best one to keep.</summary>
public enum KeepReason
{
    /// <summary>It has the most pixels.</summary>
    Resolution,

    /// <summary>Of those with the most pixels it has the most bytes, so it is compressed least.</summary>
    Size,

    /// <summary>Of those it is the oldest, by when it was taken or else written.</summary>
    Date,

    /// <summary>Of those it is in the format that loses least.</summary>
    Format,

    /// <summary>All are equal; it has the shortest path, and of equally long ones the first.</summary>
    Path,
}

/// <summary>
/// Orders the files of a group of duplicates, the best to keep first: by resolution, size, date, format and path.
/// </summary>
public sealed class KeepOrder : IComparer<FileRecord>
{
    /// <summary>Formats from those that lose nothing to those that lose most.</summary>
    private static readonly string[] Formats =
    [
        ".dng", ".nef", ".cr2", ".cr3", ".arw", ".raf", ".orf", ".rw2", ".psd", ".tif", ".tiff", ".png", ".bmp",
        ".jxl", ".heic", ".heif", ".avif", ".jp2", ".jpg", ".jpeg", ".webp", ".gif",
    ];

    private KeepOrder()
    {
    }

    /// <summary>The order.</summary>
    public static KeepOrder Instance { get; } = new();

    /// <summary>Which property decides between two files.</summary>
    public static KeepReason Decide(FileRecord best, FileRecord other) => Compare(best, other, out _);

    /// <inheritdoc/>
    public int Compare(FileRecord? x, FileRecord? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Compare(x, y, out var order);
        return order;
    }

    private static KeepReason Compare(FileRecord x, FileRecord y, out int order)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if ((order = ((long)y.Width * y.Height).CompareTo((long)x.Width * x.Height)) != 0)
            return KeepReason.Resolution;
        if ((order = y.Size.CompareTo(x.Size)) != 0)
            return KeepReason.Size;
        if ((order = Date(x).CompareTo(Date(y))) != 0)
            return KeepReason.Date;
        if ((order = Format(x).CompareTo(Format(y))) != 0)
            return KeepReason.Format;
        order = x.Path.Length.CompareTo(y.Path.Length);
        if (order == 0)
            order = string.CompareOrdinal(x.Path, y.Path);
        return KeepReason.Path;
    }

    private static long Date(FileRecord file) => file.Metadata?.Captured?.Ticks ?? file.ModifiedUtcTicks;

    private static int Format(FileRecord file)
    {
        var at = Array.IndexOf(Formats, Path.GetExtension(file.Path).ToLowerInvariant());
        return at < 0 ? Formats.Length : at;
    }
}
