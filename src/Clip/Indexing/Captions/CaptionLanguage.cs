using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>
/// Keeps all captions of an index in one language. A model that is given the language of its texts returns different
/// vectors for another language, and a query in one language should find captions in another.
/// </summary>
internal static class CaptionLanguage
{
    /// <summary>
    /// Checks the model's caption language against the captions in the index, before anything is written.
    /// </summary>
    /// <exception cref="IndexException">The index has captions in another language.</exception>
    public static void Check(IndexRun run)
    {
        if (run.Model.TextGraph is null || run.Known.CaptionCount == 0)
            return;
        var stored = run.Known.Read(IndexNotes.CaptionLanguage);
        if (run.Model.Text.CaptionLanguage is { } requested && requested != stored)
            throw OtherLanguage(run, stored, requested);
    }

    /// <summary>The language to encode captions in. The first captions of an index determine it.</summary>
    /// <exception cref="IndexException">The index has captions in another language.</exception>
    public static string? Choose(IndexRun run)
    {
        var stored = run.Changes.Read(IndexNotes.CaptionLanguage);
        if (run.Model.Text.CaptionLanguage is not { } requested || requested == stored)
            return stored;
        if (stored is not null || run.Changes.OpenIndex().CaptionCount > 0)
            throw OtherLanguage(run, stored, requested);
        run.Changes.Write(IndexNotes.CaptionLanguage, requested);
        return requested;
    }

    private static IndexException OtherLanguage(IndexRun run, string? stored, string requested) =>
        IndexException.OtherCaptionLanguage(run.Location.Directory, stored, requested);
}
