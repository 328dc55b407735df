using System.CommandLine.Completions;
using Clip.Hub;

namespace Clip.Cli.Installation;

/// <summary>The names that a model can be called by, for shells that complete them.</summary>
internal static class ModelNames
{
    /// <summary>The models that are known, then others that were downloaded.</summary>
    public static IEnumerable<CompletionItem> All()
    {
        foreach (var model in KnownModels.All)
            yield return new CompletionItem(model.ShortName, detail: model.Note ?? model.Quality);
        foreach (var model in Downloaded())
        {
            if (KnownModels.Find(model.Model.Repository) is null)
                yield return new CompletionItem(model.Model.ToString());
        }
    }

    private static IReadOnlyList<CachedModel> Downloaded()
    {
        try
        {
            return [.. HubCache.FromEnvironment().List()];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ClipException)
        {
            return [];
        }
    }
}
