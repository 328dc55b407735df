using System.Buffers.Text;

namespace Clip.Resources;

/// <summary>The memory of the machine, or of the container that the process is confined to.</summary>
internal static class MachineMemory
{
    /// <summary>All of it, in bytes.</summary>
    public static long Total => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The bytes that the system has left without swapping, within the limits of a container.</summary>
    public static long Available()
    {
        var most = Total;
        return OperatingSystem.IsLinux() && AvailableOnLinux() is { } left ? Math.Min(most, left) : most;
    }

    private static long? AvailableOnLinux()
    {
        const long kilobyte = 1024;
        try
        {
            var prefix = "MemAvailable:"u8;
            var content = File.ReadAllBytes("/proc/meminfo").AsSpan();
            var at = content.IndexOf(prefix);
            if (at < 0)
                return null;
            var number = content[(at + prefix.Length)..].TrimStart((byte)' ');
            return Utf8Parser.TryParse(number, out long kilobytes, out _) ? kilobytes * kilobyte : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
