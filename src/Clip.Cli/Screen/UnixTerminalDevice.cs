using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Clip.Cli.Screen;

/// <summary>A terminal of Unix: <c>/dev/tty</c>, set up by stty, which every such system has.</summary>
internal sealed partial class UnixTerminalDevice : ITerminalDevice
{
    private const string Path = "/dev/tty";

    private readonly FileStream _input;
    private readonly FileStream _output;
    private string? _saved;

    /// <exception cref="IOException">There is no terminal.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be used.</exception>
    public UnixTerminalDevice()
    {
        _input = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        _output = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    public (int Width, int Height) Size
    {
        get
        {
            var parts = Stty("size").Split(' ');
            return parts.Length == 2
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
                && width > 0 && height > 0
                ? (width, height)
                : (80, 24);
        }
    }

    public bool IsInForeground =>
        ForegroundGroup((int)_output.SafeFileHandle.DangerousGetHandle()) == ProcessGroup();

    public void EnterRawMode(TimeSpan? longestRead = null)
    {
        _saved ??= Stty("-g");
        // The time is in tenths of a second.
        Stty(longestRead is { } longest
            ? string.Create(
                CultureInfo.InvariantCulture, $"-icanon -echo min 0 time {Math.Ceiling(longest.TotalSeconds * 10)}")
            : "raw -echo");
    }

    public void LeaveRawMode()
    {
        if (_saved is { Length: > 0 } saved)
            Stty(saved);
    }

    public int Read(Span<byte> buffer) => _input.Read(buffer);

    public void Write(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    public void Suspend() => Run(string.Create(CultureInfo.InvariantCulture, $"kill -TSTP {Environment.ProcessId}"));

    // The thread that reads may be waiting: the end of the process ends it.
    public void Dispose() => _output.Dispose();

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int ForegroundGroup(int terminal);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int ProcessGroup();

    private static string Stty(string arguments) => Run($"exec stty {arguments} <{Path} 2>/dev/null");

    private static string Run(string command)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            // With all streams redirected, the runtime leaves the terminal's modes alone.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
