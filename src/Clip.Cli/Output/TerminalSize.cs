using System.Runtime.InteropServices;

namespace Clip.Cli.Output;

/// <summary>How large the terminal is that this program writes to, which may be resized at any time.</summary>
internal static partial class TerminalSize
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    // TIOCGWINSZ of Linux (asm-generic/ioctls.h).
    private const nuint WindowSizeRequest = 0x5413;

    /// <summary>Columns and rows; null where neither output is a terminal, or it does not say.</summary>
    public static (int Width, int Height)? Current()
    {
        if (OperatingSystem.IsLinux())
            return Of(StandardOutput) ?? Of(StandardError);
        try
        {
            return Console.WindowWidth > 0 ? (Console.WindowWidth, Console.WindowHeight) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // The runtime's own console would answer too, but sets the keys of the terminal up for an editor first, and leaves
    // them so.
    private static (int Width, int Height)? Of(int descriptor) =>
        AskWindowSize(descriptor, WindowSizeRequest, out var size) == 0 && size is { Columns: > 0, Rows: > 0 }
            ? (size.Columns, size.Rows)
            : null;

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int AskWindowSize(int descriptor, nuint request, out WindowSize size);

    /// <summary>The structure winsize.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelWidth;
        public ushort PixelHeight;
    }
}
