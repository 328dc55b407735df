namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="ModelException"/>.</summary>
internal static class ModelRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(ModelException error) =>
        (error.Subject, error.Problem, error.Remedy);
}
