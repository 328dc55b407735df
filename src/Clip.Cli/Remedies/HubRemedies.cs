namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="HubException"/>.</summary>
internal static class HubRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(HubException error) =>
        (error.Subject, error.Problem, error.Remedy);
}
