using Clip.Cli.Output;

namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="SearchException"/>.</summary>
internal static class SearchRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(SearchException error) =>
        error.Fault switch
        {
            SearchFault.NoCaptions =>
                (DisplayPath.Of(error.Subject), error.Problem, "give some with --captions FILE"),
            SearchFault.NoWords =>
                (error.Subject, error.Problem, "use --rank embedding, or give texts without weights"),
            _ => (error.Subject, error.Problem, error.Remedy),
        };
}
