namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="DeviceException"/>.</summary>
internal static class DeviceRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(DeviceException error) =>
        (error.Subject, error.Problem, error.Remedy);
}
