using System.Diagnostics;
using System.Globalization;

namespace Clip.Tests.Postgres;

/// <summary>
/// The folders of test servers. Each names the process of its tests, so that later tests can stop the server of a
/// process that was killed, and remove its folder.
/// </summary>
internal static class LeftServers
{
    private const string Prefix = "clip-postgres-";
    private const string OwnerFile = "owner";
    private const string DataFile = "data-folder";

    /// <summary>A folder for the server of this process, which other users may enter.</summary>
    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        File.WriteAllText(
            Path.Combine(folder, OwnerFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                folder,
                File.GetUnixFileMode(folder) | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                    | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
        return folder;
    }

    /// <summary>Records where a server keeps its data.</summary>
    public static void Record(string folder, string data) => File.WriteAllText(Path.Combine(folder, DataFile), data);

    /// <summary>Stops the servers of processes that are gone.</summary>
    public static void Remove()
    {
        // Where nothing says which processes run, all may.
        if (!OperatingSystem.IsLinux())
            return;
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                if (!IsOwned(folder))
                    Remove(folder);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another run removes it, or another user's is left to them.
            }
        }
    }

    private static bool IsOwned(string folder)
    {
        // One without an owner is about to get it, or of an interrupted moment ago.
        if (!int.TryParse(Read(folder, OwnerFile), NumberStyles.None, CultureInfo.InvariantCulture, out var owner))
            return Directory.GetCreationTimeUtc(folder) > DateTime.UtcNow.AddHours(-1);
        return IsRunning(owner);
    }

    private static void Remove(string folder)
    {
        if (Read(folder, DataFile) is { Length: > 0 } data && Directory.Exists(data))
        {
            var lines = File.Exists(Path.Combine(data, "postmaster.pid"))
                ? File.ReadAllLines(Path.Combine(data, "postmaster.pid"))
                : [];
            // The number may be another process's by now.
            if (lines.Length > 0 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && IsRunning(id) && File.ReadAllText($"/proc/{id}/cmdline").Contains(
                    Path.GetFileName(folder), StringComparison.Ordinal))
            {
                using var server = Process.GetProcessById(id);
                server.Kill();
                server.WaitForExit();
            }
            // One with a disk of its own; of others, this fails.
            using (var unmount = Process.Start(
                new ProcessStartInfo("umount", [data]) { RedirectStandardError = true }))
                unmount?.WaitForExit();
            Directory.Delete(data, recursive: true);
            File.Delete(data + ".log");
        }
        Directory.Delete(folder, recursive: true);
    }

    private static bool IsRunning(int process) => Directory.Exists($"/proc/{process}");

    private static string? Read(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
