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
            warn($"--open: opens the first {MostFiles} of {files.Count} results");
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
                RunDetached("open", files, warn);
            }
            else
            {
                foreach (var file in files)
                {
                    if (!RunDetached("xdg-open", [file], warn))
                        return;
                }
            }
        }
        catch (Win32Exception error)
        {
            warn($"no viewer can be started ({error.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Starts a program whose output is nobody's, and which outlives this one.</summary>
    /// <returns>Whether it was not seen to fail.</returns>
    private static bool RunDetached(string program, IReadOnlyList<string> files, Action<string> warn)
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
        using var process = Process.Start(start)!;
        if (!process.WaitForExit(Patience) || process.ExitCode == 0)
            return true;
        warn(process.ExitCode == 127
            ? $"--open needs the program {program}, which is not installed"
            : $"{program} cannot open {DisplayPath.Of(files[0])}; over SSH there is no screen for it");
        return false;
    }
}
