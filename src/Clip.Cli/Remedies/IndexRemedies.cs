namespace Clip.Cli.Remedies;

/// <summary>Words what to do about an <see cref="IndexException"/>.</summary>
internal static class IndexRemedies
{
    private const string Elsewhere = "keep the index in another place with --index-dir DIR";

    public static (string Subject, string Problem, string? Remedy) Parts(IndexException error) =>
        (error.Subject, Problem(error), Remedy(error));

    private static string Problem(IndexException error) => error.Fault == IndexFault.OtherDecodeMode
        ? $"was made with --decode {error.Stored}, not {error.Expected}"
        : error.Problem;

    private static string? Remedy(IndexException error) => error.Fault switch
    {
        IndexFault.Missing => $"run clipsearch index {error.Root ?? "FOLDER"} first",
        IndexFault.TooOld => $"run clipsearch index {error.Root} once",
        IndexFault.Busy when error.Holder is not null =>
            $"{error.Remedy}, or let this wait for it with: clipsearch index --wait SECONDS",
        IndexFault.OtherModel =>
            $"use --model {error.Stored}, or keep another index with --index-dir DIR, "
            + "or delete the folder and index again",
        IndexFault.OtherDecodeMode => "leave out --decode, or use another --index-dir",
        IndexFault.OtherFolder => $"use --in {error.Stored}, or name another --index-dir",
        IndexFault.OtherCaptionLanguage => "leave out --language, or use another --index-dir",
        IndexFault.VectorsUnusable when error.IsRepairable => "rebuild it with: clipsearch index --repair",
        IndexFault.DiskFull => $"free some space or {Elsewhere}; what was stored before is kept",
        IndexFault.TooNew => $"update clipsearch, or {Elsewhere}",
        IndexFault.ReadOnly => Elsewhere,
        IndexFault.NotRecovered => $"{error.Remedy} with --index-dir DIR",
        IndexFault.NotAnIndex or IndexFault.NotAFolder => $"{error.Remedy}, or {Elsewhere}",
        IndexFault.InvalidVector => "check the model with clipsearch doctor",
        _ => error.Remedy,
    };
}
