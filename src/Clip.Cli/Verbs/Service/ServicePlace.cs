using System.Diagnostics;
using Clip.Cli.Installation;

namespace Clip.Cli.Verbs.Service;

/// <summary>What starts the programs of a user.</summary>
internal enum ServiceStarter
{
    /// <summary>systemd, of most Linux distributions.</summary>
    Systemd,

    /// <summary>launchd of macOS.</summary>
    Launchd,
}

/// <summary>The file of the service, and the commands that start and stop it.</summary>
/// <param name="Starter">What reads the file.</param>
/// <param name="File">The full path of the file.</param>
internal sealed record ServicePlace(ServiceStarter Starter, string File)
{
    /// <summary>That of this machine.</summary>
    /// <exception cref="ClipException">It has none that is known.</exception>
    public static ServicePlace Here()
    {
        if (OperatingSystem.IsLinux())
            return Of(ServiceStarter.Systemd);
        if (OperatingSystem.IsMacOS())
            return Of(ServiceStarter.Launchd);
        throw new ClipException(
            "service", "there is no systemd and no launchd here",
            "have the Task Scheduler run at logon: clipsearch index --watch --quiet --library all");
    }

    /// <summary>That of a starter.</summary>
    public static ServicePlace Of(ServiceStarter starter) => new(starter, starter == ServiceStarter.Systemd
        ? Path.Combine(Path.GetDirectoryName(UserFolders.Configuration())!, "systemd", "user", SystemdUnit.Name)
        : Path.Combine(UserFolders.Home(), "Library", "LaunchAgents", LaunchdAgent.Label + ".plist"));

    /// <summary>The text of the file.</summary>
    public string TextOf(WatchCommand command) => Starter == ServiceStarter.Systemd
        ? SystemdUnit.TextOf(command)
        : LaunchdAgent.TextOf(
            command, Path.Combine(UserFolders.Home(), "Library", "Logs", LaunchdAgent.Label + ".log"));

    /// <summary>Starts what the file says, now and at each login.</summary>
    /// <exception cref="ClipException">That failed.</exception>
    public void Start(CancellationToken cancellationToken)
    {
        if (Starter == ServiceStarter.Systemd)
        {
            Require("systemctl", ["--user", "daemon-reload"], cancellationToken);
            Require("systemctl", ["--user", "enable", SystemdUnit.Name], cancellationToken);
            Require("systemctl", ["--user", "restart", SystemdUnit.Name], cancellationToken);
            return;
        }
        // An agent that is loaded already keeps its old file.
        Run("launchctl", ["bootout", $"{Domain()}/{LaunchdAgent.Label}"], cancellationToken);
        Require("launchctl", ["bootstrap", Domain(), File], cancellationToken);
    }

    /// <summary>Stops it, and does not start it again. Not running is no error.</summary>
    public void Stop(CancellationToken cancellationToken)
    {
        if (Starter == ServiceStarter.Systemd)
            Run("systemctl", ["--user", "disable", "--now", SystemdUnit.Name], cancellationToken);
        else
            Run("launchctl", ["bootout", $"{Domain()}/{LaunchdAgent.Label}"], cancellationToken);
    }

    /// <summary>Forgets the file, which has been deleted.</summary>
    public void Forget(CancellationToken cancellationToken)
    {
        if (Starter == ServiceStarter.Systemd)
            Run("systemctl", ["--user", "daemon-reload"], cancellationToken);
    }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning(CancellationToken cancellationToken) => Starter == ServiceStarter.Systemd
        ? Run("systemctl", ["--user", "is-active", "--quiet", SystemdUnit.Name], cancellationToken).Code == 0
        : Run("launchctl", ["print", $"{Domain()}/{LaunchdAgent.Label}"], cancellationToken) is (0, var text)
            && text.Contains("state = running", StringComparison.Ordinal);

    private static string Domain() => "gui/" + Run("id", ["-u"], CancellationToken.None).Text.Trim();

    private void Require(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var (code, text) = Run(program, arguments, cancellationToken);
        if (code == 0)
            return;
        var lastLine = text.Trim().Split('\n')[^1].Trim();
        var reason = lastLine.Length > 0 ? lastLine : $"it ended with {code}";
        throw new ClipException(
            File, $"is written, but {program} could not start it ({reason})",
            $"run in your own session: {program} {string.Join(' ', arguments)}");
    }

    private static (int Code, string Text) Run(
        string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            process.WaitForExitAsync(cancellationToken).GetAwaiter().GetResult();
            return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (-1, error.Message);
        }
    }
}
