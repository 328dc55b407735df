using Clip.Cli.Output;

namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="SearchException"/>.</summary>
internal static class SearchRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(SearchException error) =>
        error.Fault == SearchFault.NoCaptions
            ? (DisplayPath.Of(error.Subject), error.Problem, "give some with --captions FILE")
            : (error.Subject, error.Problem, error.Remedy);
}
