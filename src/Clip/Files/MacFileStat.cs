using System.Runtime.InteropServices;

namespace Clip.Files;

/// <summary>Reads a <see cref="FileStat"/> with macOS's <c>stat</c>, in its form with 64-bit inodes.</summary>
internal static partial class MacFileStat
{
    // struct stat of <sys/stat.h> has 144 bytes.
    private const int Bytes = 256;

    // On Intel, the plain name is the older form with 32-bit inodes.
    private static readonly bool IsIntel = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public static unsafe FileStat? Of(string path, bool followLinks)
    {
        Span<byte> stat = stackalloc byte[Bytes];
        fixed (byte* pointer = stat)
        {
            var result = (IsIntel, followLinks) switch
            {
                (true, true) => IntelStat(path, pointer),
                (true, false) => IntelLStat(path, pointer),
                (false, true) => Stat(path, pointer),
                (false, false) => LStat(path, pointer),
            };
            return result == 0 ? Parse(stat) : null;
        }
    }

    private static FileStat Parse(ReadOnlySpan<byte> stat)
    {
        var kind = UnixFileKind.Of(MemoryMarshal.Read<ushort>(stat[4..]));
        var size = kind == FileKind.Regular ? Math.Max(0, Read64(stat, 96)) : 0;
        return new FileStat(kind, size, FileStat.DateTicks(Time(stat, 48)))
        {
            Device = MemoryMarshal.Read<uint>(stat),
            Inode = (ulong)Read64(stat, 8),
            Changed = Time(stat, 64),
            Born = Time(stat, 80),
        };
    }

    private static long Time(ReadOnlySpan<byte> stat, int at) => FileStat.Ticks(Read64(stat, at), Read64(stat, at + 8));

    private static long Read64(ReadOnlySpan<byte> stat, int at) => MemoryMarshal.Read<long>(stat[at..]);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Stat(string path, byte* stat);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int LStat(string path, byte* stat);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int IntelStat(string path, byte* stat);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int IntelLStat(string path, byte* stat);
}
