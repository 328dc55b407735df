using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Clip.Cli.Screen;

/// <summary>The console of Windows 10 and later, which speaks the sequences of other terminals if told to.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsTerminalDevice : ITerminalDevice
{
    private const int StandardInput = -10;
    private const int StandardOutput = -11;
    private const uint VirtualTerminalInput = 0x0200;
    private const uint WindowInput = 0x0008;
    private const uint ProcessedInput = 0x0001;
    private const uint VirtualTerminalOutput = 0x0001 | 0x0004 | 0x0008;

    private readonly Encoder _utf8 = Encoding.UTF8.GetEncoder();
    private readonly Stream _output = Console.OpenStandardOutput();
    private (uint Input, uint Output)? _saved;
    private TimeSpan? _longestRead;

    /// <exception cref="IOException">There is no terminal.</exception>
    public WindowsTerminalDevice()
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            throw new IOException("Standard input or output is redirected.");
    }

    public (int Width, int Height) Size => (Console.WindowWidth, Console.WindowHeight);

    public bool SignalsSize => false;

    public bool IsInForeground => true;

    public void EnterRawMode(TimeSpan? longestRead = null)
    {
        _longestRead = longestRead;
        if (!GetConsoleMode(GetStdHandle(StandardInput), out var input)
            || !GetConsoleMode(GetStdHandle(StandardOutput), out var output))
        {
            return;
        }
        _saved ??= (input, output);
        SetConsoleMode(
            GetStdHandle(StandardInput),
            longestRead is null ? VirtualTerminalInput | WindowInput : VirtualTerminalInput | ProcessedInput);
        // What is there already, such as the release of a key, would end the wait for bytes.
        if (longestRead is not null)
            FlushConsoleInputBuffer(GetStdHandle(StandardInput));
        SetConsoleMode(GetStdHandle(StandardOutput), VirtualTerminalOutput);
    }

    public void LeaveRawMode()
    {
        if (_saved is not var (input, output))
            return;
        SetConsoleMode(GetStdHandle(StandardInput), input);
        SetConsoleMode(GetStdHandle(StandardOutput), output);
    }

    public int Read(Span<byte> buffer)
    {
        if (_longestRead is { } longest
            && WaitForSingleObject(GetStdHandle(StandardInput), (uint)longest.TotalMilliseconds) != 0)
        {
            return 0;
        }
        // As characters: bytes would be those of the console's code page, which has few of them. Each takes three bytes
        // at most, and one more may be left from the last call.
        var characters = new char[Math.Max(1, (buffer.Length / 3) - 1)];
        int bytes;
        do
        {
            if (!ReadConsole(
                GetStdHandle(StandardInput), ref MemoryMarshal.Cast<char, ushort>(characters.AsSpan())[0],
                (uint)characters.Length, out var count, 0) || count == 0)
            {
                return 0;
            }
            bytes = _utf8.GetBytes(characters.AsSpan(0, (int)count), buffer, flush: false);
        }
        while (bytes == 0); // half of a character
        return bytes;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _output.Flush();
    }

    public void Suspend()
    {
        // Windows has no such thing.
    }

    public void Dispose() => _output.Dispose();

    [LibraryImport("kernel32.dll", EntryPoint = "ReadConsoleW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ReadConsole(
        nint handle, ref ushort characters, uint length, out uint count, nint control);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial nint GetStdHandle(int handle);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FlushConsoleInputBuffer(nint handle);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial uint WaitForSingleObject(nint handle, uint milliseconds);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint handle, uint mode);
}
