namespace Clip.Cli.Verbs.Service;

/// <summary><c>service</c>: has the system keep libraries up to date.</summary>
internal static class ServiceVerbs
{
    public static VerbCommand Build() => new(
        "service", "Keep libraries up to date from login to logout, by systemd or launchd",
        "clipsearch service install",
        "clipsearch service install --print",
        "clipsearch service status")
    {
        VerbCommand.Of(new ServiceInstallVerb()),
        VerbCommand.Of(new ServiceStatusVerb()),
        VerbCommand.Of(new ServiceUninstallVerb()),
    };
}
