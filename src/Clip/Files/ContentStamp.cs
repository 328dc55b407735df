using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Clip.Files;

/// <summary>
/// Stands for the content of a file as long as nobody writes it: its size, its times and its inode, which the file
/// system tells without reading the file.
/// </summary>
/// <param name="Value">Differs from the value before wherever the file was written or replaced meanwhile.</param>
/// <param name="IsSettled">
/// Whether the last change is so long ago that a further one cannot have the same time. Only then may the value be kept
/// to be compared with a later one.
/// </param>
internal readonly record struct ContentStamp(UInt128 Value, bool IsSettled)
{
    // FAT keeps times in steps of two seconds.
    private static readonly TimeSpan CoarsestStep = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The stamp of a file; null where there is none, or the file system does not tell when a file was changed: the
    /// time of its last write can be set to anything.
    /// </summary>
    public static ContentStamp? Of(string path)
    {
        if (FileStat.Of(path) is not { Kind: FileKind.Regular, Changed: > 0 } stat)
            return null;
        ReadOnlySpan<long> facts = [stat.Size, stat.ModifiedUtcTicks, stat.Changed, stat.Born, (long)stat.Inode];
        var age = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks - stat.Changed;
        return new ContentStamp(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(facts)), age > CoarsestStep.Ticks);
    }

    /// <summary>The stamp of several files together; null where one of them has none.</summary>
    public static ContentStamp? Of(IEnumerable<string> paths)
    {
        List<UInt128> values = [];
        var isSettled = true;
        foreach (var path in paths)
        {
            if (Of(path) is not { } stamp)
                return null;
            values.Add(stamp.Value);
            isSettled &= stamp.IsSettled;
        }
        var all = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values));
        return new ContentStamp(XxHash128.HashToUInt128(all), isSettled);
    }
}
