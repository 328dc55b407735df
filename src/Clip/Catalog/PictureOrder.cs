namespace Clip;

/// <summary>A property that pictures can be sorted by.</summary>
public enum PictureProperty
{
    /// <summary>When it was taken; of a picture that does not say, when its file was last written.</summary>
    Date,

    /// <summary>The file's path, in ordinal order.</summary>
    Path,

    /// <summary>The file's size in bytes.</summary>
    Size,

    /// <summary>Width times height.</summary>
    Pixels,
}

/// <summary>An order of picture files. Files that are equal in it are in the order of their paths.</summary>
/// <param name="Property">What decides.</param>
/// <param name="IsDescending">Whether the latest, largest or last comes first.</param>
public sealed record PictureOrder(PictureProperty Property, bool IsDescending = false) : IComparer<FileRecord>
{
    /// <summary>The latest picture first.</summary>
    public static PictureOrder NewestFirst { get; } = new(PictureProperty.Date, IsDescending: true);

    /// <summary>Sorts pictures of several folders, whose files are in the order of their full paths.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="fileOf">The file of a picture, and the folder that its path is relative to.</param>
    public IEnumerable<T> Sort<T>(IEnumerable<T> pictures, Func<T, (IndexLocation Location, FileRecord File)> fileOf)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(fileOf);
        return pictures.OrderBy(
            picture =>
            {
                var (location, file) = fileOf(picture);
                return file with { Path = location.Full(file.Path) };
            },
            this);
    }

    /// <inheritdoc/>
    public int Compare(FileRecord? x, FileRecord? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = Property == PictureProperty.Path ? 0 : Key(x).CompareTo(Key(y));
        if (IsDescending)
            order = -order;
        if (order != 0)
            return order;
        var paths = string.CompareOrdinal(x.Path, y.Path);
        return Property == PictureProperty.Path && IsDescending ? -paths : paths;
    }

    private long Key(FileRecord file) => Property switch
    {
        PictureProperty.Size => file.Size,
        PictureProperty.Pixels => (long)file.Width * file.Height,
        _ => (file.Metadata?.Captured ?? LocalTime(file.ModifiedUtcTicks)).Ticks,
    };

    /// <summary>A file's time by the clock here, as cameras record theirs. Some files have absurd times.</summary>
    private static DateTime LocalTime(long utcTicks) =>
        new DateTime(Math.Clamp(utcTicks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc).ToLocalTime();
}
