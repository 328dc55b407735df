using System.Runtime.InteropServices;
using System.Text;

namespace Clip.Files;

/// <summary>Reads a <see cref="FileStat"/> with Linux's <c>statx</c>, whose result has one layout everywhere.</summary>
internal static partial class LinuxFileStat
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int NoAutomount = 0x800; // AT_NO_AUTOMOUNT
    private const uint BasicAndBirth = 0xfff; // STATX_BASIC_STATS | STATX_BTIME
    private const int StackBytes = 512;

    // ENOSYS of old kernels, EPERM of sandboxes that do not know the call.
    private const int NoSuchCall = 38;
    private const int NotPermitted = 1;

    private static bool _isMissing;

    public static unsafe FileStat? Of(string path, bool followLinks)
    {
        if (_isMissing)
            return FileStat.Portable(path, followLinks);
        var size = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        var name = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        Span<byte> stat = stackalloc byte[256];
        try
        {
            fixed (byte* namePointer = name, statPointer = stat)
            {
                var flags = (followLinks ? 0 : NoFollow) | NoAutomount;
                if (Statx(CurrentFolder, namePointer, flags, BasicAndBirth, statPointer) == 0)
                    return Parse(stat);
            }
        }
        catch (EntryPointNotFoundException)
        {
            _isMissing = true;
            return FileStat.Portable(path, followLinks);
        }
        return Marshal.GetLastPInvokeError() is NoSuchCall or NotPermitted
            ? FileStat.Portable(path, followLinks)
            : null;
    }

    private static FileStat Parse(ReadOnlySpan<byte> stat)
    {
        var kind = UnixFileKind.Of(Read16(stat, 28));
        return new FileStat(kind, kind == FileKind.Regular ? Size(stat) : 0, FileStat.DateTicks(Time(stat, 112)))
        {
            Device = (ulong)Read32(stat, 136) << 32 | Read32(stat, 140),
            Inode = (ulong)Read64(stat, 32),
            Changed = Time(stat, 96),
            Born = Time(stat, 80),
        };
    }

    private static long Size(ReadOnlySpan<byte> stat) => Math.Max(0, Read64(stat, 40));

    private static long Time(ReadOnlySpan<byte> stat, int at) => FileStat.Ticks(Read64(stat, at), Read32(stat, at + 8));

    private static ushort Read16(ReadOnlySpan<byte> stat, int at) => MemoryMarshal.Read<ushort>(stat[at..]);

    private static uint Read32(ReadOnlySpan<byte> stat, int at) => MemoryMarshal.Read<uint>(stat[at..]);

    private static long Read64(ReadOnlySpan<byte> stat, int at) => MemoryMarshal.Read<long>(stat[at..]);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static unsafe partial int Statx(int folder, byte* path, int flags, uint mask, byte* stat);
}
