using System.ComponentModel;
using System.Diagnostics;
using Clip.Cli.Output;

namespace Clip.Cli.Showing;

/// <summary>Opens files with the program that the system has for them.</summary>
internal static class SystemViewer
{
    /// <summary>The most files that are opened at a time: each may get a window of its own.</summary>
    public const int MostFiles = 20;

    // Long enough for a viewer that is missing to say so; one that shows a picture goes on.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Opens files.</summary>
    /// <param name="files">Their full paths.</param>
    /// <param name="warn">Says what cannot be opened.</param>
    public static void Open(IReadOnlyList<string> files, Action<string> warn)
    {
        if (files.Count > MostFiles)
        {
            warn($"only the first {MostFiles} of {files.Count} files are opened");
            files = [.. files.Take(MostFiles)];
        }
        try
        {
            if (OperatingSystem.IsWindows())
            {
                foreach (var file in files)
                    Process.Start(new ProcessStartInfo(file) { UseShellExecute = true })?.Dispose();
            }
            else if (OperatingSystem.IsMacOS())
            {
                // All in one window.
                RunDetached("open", [files], warn);
            }
            else
            {
                RunDetached("xdg-open", [.. files.Select(static file => (IReadOnlyList<string>)[file])], warn);
            }
        }
        catch (Win32Exception error)
        {
            warn($"no viewer can be started ({error.Message.TrimEnd('.')})");
        }
    }

    /// <summary>
    /// Starts a program once per group of files, with output that is nobody's; it outlives this one. The first that is
    /// seen to fail is named, as the others mostly fail for the same reason.
    /// </summary>
    private static void RunDetached(
        string program, IReadOnlyList<IReadOnlyList<string>> groups, Action<string> warn)
    {
        List<Process> started = [];
        try
        {
            foreach (var files in groups)
                started.Add(Start(program, files));
            var began = Stopwatch.GetTimestamp();
            foreach (var (process, files) in started.Zip(groups))
            {
                var left = Patience - Stopwatch.GetElapsedTime(began);
                if (!process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero) || process.ExitCode == 0)
                    continue;
                warn(process.ExitCode == 127
                    ? $"files are opened by the program {program}, which is not installed"
                    : $"{program} cannot open {DisplayPath.Of(files[0])}; over SSH there is no screen for it");
                return;
            }
        }
        finally
        {
            started.ForEach(static process => process.Dispose());
        }
    }

    private static Process Start(string program, IReadOnlyList<string> files)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            // With all streams redirected, the runtime leaves the terminal's modes alone.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var part in (string[])["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", program, .. files])
            start.ArgumentList.Add(part);
        return Process.Start(start)!;
    }
}
