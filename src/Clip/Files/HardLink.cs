using System.Runtime.InteropServices;

namespace Clip.Files;

/// <summary>Gives a file a second name on the same volume.</summary>
internal static partial class HardLink
{
    /// <exception cref="IOException">
    /// The name exists, the file is on another volume, or the file system has no links.
    /// </exception>
    public static void Create(string name, string file)
    {
        if (OperatingSystem.IsWindows() ? CreateHardLink(name, file, 0) : Link(file, name) == 0)
            return;
        throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);

    [LibraryImport(
        "kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string file, nint security);
}
