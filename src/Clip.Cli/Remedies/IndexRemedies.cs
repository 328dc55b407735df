using Clip.Catalog;

namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="IndexException"/>.</summary>
internal static class IndexRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(IndexException error) =>
        (error.Subject, error.Problem, error.Remedy);
}
