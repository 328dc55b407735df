using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing;

/// <summary>
/// Measures a model in 8 bits on a sample of the folder, before a new index gets vectors of it. The index remembers the
/// result.
/// </summary>
internal static class PrecisionProof
{
    // The sample is from the beginning of the walk: listing all of a large folder would take long.
    private const int MostFiles = 2000;

    /// <summary>Measures, where the model is one in 8 bits.</summary>
    /// <exception cref="ModelException">It is not as close to 32 bits as required.</exception>
    public static async Task RunAsync(IndexRun run, FolderWalk walk, CancellationToken cancellationToken)
    {
        if (run.Model.Precision != ModelPrecision.Int8)
            return;
        var files = walk.Files(static _ => { }, static _ => { }, cancellationToken).Take(MostFiles)
            .Select(static file => file.FullPath).ToArray();
        // Neighbors in a folder are often alike. The same folder has the same sample each time.
        new Random(0).Shuffle(files);
        var decode = DecodeModeWords.Parse(run.Known.IndexModel.Decode) ?? DecodeMode.Exact;
        var reports = await run.Model.ProvePrecisionAsync(
            files, run.Location.Root, decode, cancellationToken).ConfigureAwait(false);
        run.Changes.WriteOnOpen(
            IndexNotes.Precision, [.. reports.Select(static report => report.ToString().ReplaceLineEndings(" "))]);
    }
}
