namespace Clip.Files;

/// <summary>
/// What the file system says of a file, without opening its content. Not <see cref="FileInfo"/>: that throws for times
/// outside the years 1 to 9999, which 64-bit file systems store, and has neither the kind nor the change time.
/// </summary>
/// <param name="Kind">What the path leads to.</param>
/// <param name="Size">Bytes; 0 unless it is a regular file.</param>
/// <param name="ModifiedUtcTicks">
/// When it was last written, in UTC <see cref="DateTime.Ticks"/>; a time that they cannot express becomes the nearest.
/// </param>
internal readonly record struct FileStat(FileKind Kind, long Size, long ModifiedUtcTicks)
{
    private const long UnixEpochTicks = 621_355_968_000_000_000;
    private const long SecondsBeforeOverflow = long.MaxValue / TimeSpan.TicksPerSecond - 1;

    /// <summary>The device or volume; comparable until it is unmounted.</summary>
    public ulong Device { get; init; }

    /// <summary>The inode or file ID; unique on the device while it is mounted.</summary>
    public ulong Inode { get; init; }

    /// <summary>The change time in ticks since 1970; 0 if unknown.</summary>
    public long Changed { get; init; }

    /// <summary>When the file was created, in ticks since 1970; 0 if unknown.</summary>
    public long Born { get; init; }

    /// <summary>Describes a path; null if there is nothing or access is denied.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLinks">Whether a link is replaced by its target.</param>
    public static FileStat? Of(string path, bool followLinks = true) =>
        OperatingSystem.IsLinux() ? LinuxFileStat.Of(path, followLinks)
        : OperatingSystem.IsMacOS() ? MacFileStat.Of(path, followLinks)
        : OperatingSystem.IsWindows() ? WindowsFileStat.Of(path, followLinks)
        : Portable(path, followLinks);

    /// <summary>What identifies the file beyond its size and time.</summary>
    /// <param name="path">Its path.</param>
    public FileIdentity IdentityAt(string path) =>
        new(Changed, FileSystemFormat.HasStableInodes(Device, path) ? (long)Inode : 0);

    /// <summary>Whether both describe one and the same file or folder.</summary>
    public bool IsSameFileAs(FileStat other) => Device == other.Device && Inode == other.Inode;

    /// <summary>Ticks since 1970; a time that they cannot express becomes the nearest.</summary>
    internal static long Ticks(long seconds, long nanoseconds) =>
        Math.Clamp(seconds, -SecondsBeforeOverflow, SecondsBeforeOverflow) * TimeSpan.TicksPerSecond
        + nanoseconds / TimeSpan.NanosecondsPerTick;

    /// <summary>Ticks of <see cref="DateTime"/>, at least 1: in the index, 0 and -1 stand for none.</summary>
    internal static long DateTicks(long unixTicks) =>
        Math.Clamp(unixTicks, 1 - UnixEpochTicks, DateTime.MaxValue.Ticks - UnixEpochTicks) + UnixEpochTicks;

    /// <summary>What .NET tells on every system; used where the system's own call is missing.</summary>
    internal static FileStat? Portable(string path, bool followLinks)
    {
        try
        {
            FileSystemInfo? info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (info.LinkTarget is not null)
            {
                if (!followLinks)
                    return new FileStat(FileKind.Link, 0, 1);
                info = info.ResolveLinkTarget(returnFinalTarget: true);
            }
            return info switch
            {
                { Exists: false } or null => null,
                DirectoryInfo => new FileStat(FileKind.Folder, 0, 1),
                _ => new FileStat(FileKind.Regular, Math.Max(0, ((FileInfo)info).Length), PortableTime(info)),
            };
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }

    private static long PortableTime(FileSystemInfo info)
    {
        try
        {
            return Math.Max(1, info.LastWriteTimeUtc.Ticks);
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTime.MaxValue.Ticks;
        }
    }
}
