using System.Globalization;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Printing;

/// <summary>Words what a user should know about an answer, though it is no error.</summary>
internal static class Notices
{
    /// <param name="above">The index that is used.</param>
    /// <param name="folder">The folder that was asked about, as that index names it.</param>
    public static string IndexAbove(IndexLocation above, string folder) =>
        $"{DisplayPath.Of(above.Full(folder))}: is taken from the index of {DisplayPath.Of(above.Root)}; "
        + (above.Store is null
            ? "for an index of its own: --own-index"
            : "for a library of its own, end the address with ?library=NAME");

    public static string Recall(RecallChoice choice) => choice switch
    {
        { Width: { } width } => string.Create(
            CultureInfo.InvariantCulture,
            $"recall {choice.Recall:0.###}, measured with {choice.Queries} searches (hnsw.ef_search {width})"),
        { Queries: > 0 } => string.Create(
            CultureInfo.InvariantCulture,
            $"recall 1, by exact searches: its index found less in {choice.Queries} searches"),
        _ => "recall 1, as it is small enough for exact searches",
    };

    public static string Waiting(IndexLocation location, string holder) =>
        $"{DisplayPath.Of(location.Directory)}: is being written by {holder}; waiting for it to finish";

    public static string TextTruncated(string text, int maxLength) =>
        $"{Quoted.Of(text)}: longer than the model reads; only its first {maxLength} tokens count";

    public static string TextNotUnderstood(string text, string model, TextCoverage coverage, string? language)
    {
        var problem = coverage switch
        {
            TextCoverage.Nothing => $"the model {model} knows nothing of it, and would find the same for any such text",
            TextCoverage.UnknownLanguage =>
                $"looks like {language}, which the model {model} was not trained on, so what is found means little",
            _ => $"the model {model} does not know the words of this script, so what is found means little",
        };
        return $"{Quoted.Of(text)}: {problem}; write it in English, or choose a model of its language from: "
            + "clipsearch models list";
    }

    public static string DamagedVectors(IndexLocation location, int count) =>
        $"{DisplayPath.Of(location.Directory)}: damaged vectors, {count} of those that were met, are left out; "
        + $"rebuild them with: clipsearch index --repair {IndexArguments.Of(location)}";

    public static string WordsMissing(IndexLocation location) =>
        $"{DisplayPath.Of(location.Directory)}: was made before the words of names and captions were stored, so that "
        + "only what pictures show decides; to add them, run clipsearch index "
        + $"{IndexArguments.Of(location)} once";

    public static string MetadataReread(IndexLocation location, long pictures) => string.Create(
        CultureInfo.InvariantCulture,
        $"{DisplayPath.Of(location.Directory)}: as this version reads more of them, metadata in pictures were read "
        + $"again ({pictures}); vectors are unchanged");

    public static string IndexNotUpdated(SearchNotice.IndexNotUpdated notice) =>
        $"{ErrorText.Of(notice.Reason)}; searching what the index holds";

    public static string IndexUpdated(IndexLocation location, SearchNotice.IndexUpdated notice)
    {
        var report = notice.Report;
        return $"index of {location.Root}: {report.Added} added, {report.Updated} updated, {report.Moved} moved, "
            + $"{report.Removed} removed, {report.Skipped} unchanged, {report.Failed} failed "
            + $"in {report.Elapsed.TotalMilliseconds:0} ms";
    }
}
