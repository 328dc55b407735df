using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Clip.Cli.Screen;

/// <summary>The console of Windows 10 and later, which speaks the sequences of other terminals if told to.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsTerminalDevice : ITerminalDevice
{
    private const int StandardInput = -10;
    private const int StandardOutput = -11;
    private const uint VirtualTerminalInput = 0x0200;
    private const uint WindowInput = 0x0008;
    private const uint VirtualTerminalOutput = 0x0001 | 0x0004 | 0x0008;

    private readonly Stream _input = Console.OpenStandardInput();
    private readonly Stream _output = Console.OpenStandardOutput();
    private (uint Input, uint Output)? _saved;

    /// <exception cref="IOException">There is no terminal.</exception>
    public WindowsTerminalDevice()
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            throw new IOException("Standard input or output is redirected.");
    }

    public (int Width, int Height) Size => (Console.WindowWidth, Console.WindowHeight);

    public void EnterRawMode()
    {
        if (!GetConsoleMode(GetStdHandle(StandardInput), out var input)
            || !GetConsoleMode(GetStdHandle(StandardOutput), out var output))
        {
            return;
        }
        _saved ??= (input, output);
        SetConsoleMode(GetStdHandle(StandardInput), VirtualTerminalInput | WindowInput);
        SetConsoleMode(GetStdHandle(StandardOutput), VirtualTerminalOutput);
    }

    public void LeaveRawMode()
    {
        if (_saved is not var (input, output))
            return;
        SetConsoleMode(GetStdHandle(StandardInput), input);
        SetConsoleMode(GetStdHandle(StandardOutput), output);
    }

    public int Read(Span<byte> buffer) => _input.Read(buffer);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _output.Flush();
    }

    public void Suspend()
    {
        // Windows has no such thing.
    }

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
    }

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial nint GetStdHandle(int handle);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint handle, uint mode);
}
