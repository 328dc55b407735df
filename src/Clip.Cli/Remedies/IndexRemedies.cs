using Clip.Cli.Output;

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
        IndexFault.Missing when error.Root is null => "run clipsearch index FOLDER first",
        IndexFault.Missing when DisplayPath.IsStore(error.Subject) =>
            $"run clipsearch index FOLDER {IndexArguments.Of(error.Subject)} first",
        IndexFault.OtherModel when DisplayPath.IsStore(error.Subject) =>
            $"use {Model(error)}, or another library: ?library=NAME at the end of the address",
        IndexFault.OtherFolder when DisplayPath.IsStore(error.Subject) =>
            $"index {ShellQuoted.Of(error.Stored!)}, or name another library: ?library=NAME at the end of the address",
        IndexFault.Missing => $"run clipsearch index {Place(error)} first",
        IndexFault.TooOld => $"run clipsearch index {Place(error)} once",
        IndexFault.Busy when error.Holder is not null =>
            $"{error.Remedy}, or let this wait for it with: clipsearch index --wait SECONDS "
            + Place(error),
        IndexFault.OtherModel when IsNamesake(error) =>
            "leave out the options of the model; if its files have changed since, encode everything again with: "
            + $"{Rebuild(error)}, or keep another index with --index-dir DIR",
        IndexFault.OtherModel =>
            $"use {Model(error)}, or keep another index with --index-dir DIR, or encode everything again with: "
            + $"{Rebuild(error)} and the options of your model",
        IndexFault.OtherDecodeMode =>
            $"leave out --decode, or encode everything again with: {Rebuild(error)} --decode {error.Expected}",
        IndexFault.OtherFolder => $"use --in {ShellQuoted.Of(error.Stored!)}, or name another --index-dir",
        IndexFault.OtherCaptionLanguage => "leave out --language, or use another --index-dir",
        IndexFault.VectorsUnusable when error.IsRepairable =>
            $"rebuild it with: clipsearch index --repair {Place(error, Path.GetDirectoryName(error.Subject))}",
        IndexFault.Damaged or IndexFault.CatalogLost =>
            "restore the index from a copy, or encode everything again with: clipsearch index --rebuild "
            + Place(error, Path.GetDirectoryName(error.Subject)),
        IndexFault.DiskFull => $"free some space or {Elsewhere}; what was stored before is kept",
        IndexFault.TooNew => $"update clipsearch, or {Elsewhere}",
        IndexFault.ReadOnly => Elsewhere,
        IndexFault.NotRecovered => $"{error.Remedy} with --index-dir DIR",
        IndexFault.NotAnIndex or IndexFault.NotAFolder => $"{error.Remedy}, or {Elsewhere}",
        IndexFault.InvalidVector => "check the model with clipsearch doctor",
        _ => error.Remedy,
    };

    /// <summary>The options for the index that an error is about.</summary>
    /// <param name="error">The error.</param>
    /// <param name="directory">The index's folder where the error does not know; null for its subject.</param>
    private static string Place(IndexException error, string? directory = null) =>
        IndexArguments.Of(error.Directory ?? directory ?? error.Subject, error.Root);

    private static string Rebuild(IndexException error) =>
        $"clipsearch index --rebuild {Place(error)}";

    /// <summary>
    /// Whether the other model has the name of the index's, which was asked for without further options: it is another
    /// variant of that, or a later version.
    /// </summary>
    private static bool IsNamesake(IndexException error) =>
        error is { StoredVariant: null, StoredDimensions: null, StoredPrecision: null }
        && (error.Stored == error.Expected
            || (Path.IsPathRooted(error.Stored) && Path.GetFileName(error.Stored) == error.Expected));

    /// <summary>The options that ask for the model of the index as it was asked for before.</summary>
    private static string Model(IndexException error)
    {
        var variant = error.StoredVariant is { } stored ? $" --variant {ShellQuoted.Of(stored)}" : "";
        var dimensions = error.StoredDimensions is { } count ? $" --dimensions {count}" : "";
        var precision = error.StoredPrecision is { } name ? $" --precision {name}" : "";
        return $"--model {ShellQuoted.Of(error.Stored!)}{variant}{dimensions}{precision}";
    }
}
