using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Clip.Files;

/// <summary>
/// Reads a <see cref="FileStat"/> from a handle without the right to read the content, which virus scanners leave
/// alone. NTFS keeps a change time beside the time of writing; FAT does not.
/// </summary>
internal static partial class WindowsFileStat
{
    private const uint ReadAttributes = 0x80;
    private const uint ShareAll = 7;
    private const uint OpenExisting = 3;
    private const uint BackupSemantics = 0x0200_0000; // needed for folders
    private const uint OpenReparsePoint = 0x0020_0000;
    private const int BasicInfo = 0, StandardInfo = 1, IdInfo = 18;
    private const int DirectoryAttribute = 0x10, DeviceAttribute = 0x40, ReparseAttribute = 0x400;

    // FILETIME counts from 1601.
    private const long UnixEpochFileTime = 116_444_736_000_000_000;

    public static unsafe FileStat? Of(string path, bool followLinks)
    {
        using var file = CreateFile(
            Extended(path), ReadAttributes, ShareAll, 0, OpenExisting,
            BackupSemantics | (followLinks ? 0 : OpenReparsePoint), 0);
        Span<byte> basic = stackalloc byte[40], standard = stackalloc byte[24], id = stackalloc byte[24];
        if (file.IsInvalid || !Read(file, BasicInfo, basic) || !Read(file, StandardInfo, standard))
            return null;
        if (!Read(file, IdInfo, id))
            id.Clear();
        var kind = KindOf(MemoryMarshal.Read<int>(basic[32..]), followLinks);
        var size = kind == FileKind.Regular ? MemoryMarshal.Read<long>(standard[8..]) : 0;
        return new FileStat(kind, size, FileStat.DateTicks(UnixTicks(basic[16..])))
        {
            Device = MemoryMarshal.Read<ulong>(id),
            Inode = MemoryMarshal.Read<ulong>(id[8..]),
            Changed = MemoryMarshal.Read<long>(basic[24..]) == 0 ? 0 : UnixTicks(basic[24..]),
            Born = UnixTicks(basic),
        };
    }

    private static FileKind KindOf(int attributes, bool followLinks) =>
        !followLinks && (attributes & ReparseAttribute) != 0 ? FileKind.Link
        : (attributes & DirectoryAttribute) != 0 ? FileKind.Folder
        : (attributes & DeviceAttribute) != 0 ? FileKind.Device
        : FileKind.Regular;

    /// <summary>The form of a path that may be longer than 260 characters.</summary>
    private static string Extended(string path)
    {
        var full = Path.GetFullPath(path);
        return full.Length < 248 || full.StartsWith(@"\\", StringComparison.Ordinal) ? full : @"\\?\" + full;
    }

    private static long UnixTicks(ReadOnlySpan<byte> fileTime) =>
        MemoryMarshal.Read<long>(fileTime) - UnixEpochFileTime;

    private static unsafe bool Read(SafeFileHandle file, int kind, Span<byte> info)
    {
        fixed (byte* pointer = info)
            return GetFileInformationByHandleEx(file, kind, pointer, (uint)info.Length) != 0;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(
        string path, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32")]
    private static unsafe partial int GetFileInformationByHandleEx(
        SafeFileHandle file, int kind, byte* info, uint size);
}
