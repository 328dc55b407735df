using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Searching;

namespace Clip.Cli.Printing;

/// <summary>Words what a user should know about an answer, though it is no error.</summary>
internal static class Notices
{
    public static string IndexAbove(IndexLocation location, string folder) =>
        $"{location.Root}: gets an index of its own, though {folder} above it has one; to use that: --in {folder}";

    public static string Waiting(IndexLocation location, string holder) =>
        $"{DisplayPath.Of(location.Directory)}: is being written by {holder}; waiting for it to finish";

    public static string TextTruncated(string text, int maxLength) =>
        $"{Quoted.Of(text)}: longer than the model reads; only its first {maxLength} tokens count";

    public static string DamagedVectors(IndexLocation location, int count) =>
        $"{DisplayPath.Of(location.Directory)}: damaged vectors, {count} of those that were met, are left out; "
        + $"rebuild them with: clipsearch index --repair {IndexArguments.Of(location)}";

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
