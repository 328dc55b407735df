using System.Runtime.InteropServices;

namespace Clip.Files;

/// <summary>Tells whether another program has a file open for writing, as far as the operating system says.</summary>
internal static partial class OpenForWriting
{
    // Of Linux, the same on all its processors that .NET runs on.
    private const int SetLease = 1024;
    private const int SetSignal = 10;
    private const int ReadLease = 0;
    private const int NoLease = 2;
    private const int Urgent = 23;
    private const int TryAgain = 11;

    /// <summary>Whether a program writes a file; false where that cannot be told.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return false;
        try
        {
            // Windows refuses to share a file for reading alone that somebody writes.
            using var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read,
                OperatingSystem.IsWindows() ? FileShare.Read : FileShare.ReadWrite | FileShare.Delete);
            return OperatingSystem.IsLinux() && HasWriter((int)file.DangerousGetHandle());
        }
        catch (IOException error) when (LockFile.IsHeld(error))
        {
            // On Linux, another .NET program has it open for itself alone.
            return true;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return false;
        }
    }

    /// <summary>
    /// Linux grants a lease for reading only while nobody has the file open for writing. Only the owner may ask, and
    /// not on every file system. A program that opens the file meanwhile waits until the lease is given back, at once,
    /// and this process gets a signal: one that is ignored by default, because the usual one would end it.
    /// </summary>
    private static bool HasWriter(int file)
    {
        if (Control(file, SetSignal, Urgent) != 0)
            return false;
        if (Control(file, SetLease, ReadLease) == 0)
        {
            _ = Control(file, SetLease, NoLease);
            return false;
        }
        return Marshal.GetLastPInvokeError() == TryAgain;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int file, int command, int argument);
}
