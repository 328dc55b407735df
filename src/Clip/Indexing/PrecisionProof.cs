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
        var decode = DecodeModeWords.Parse(run.Known.IndexModel.Decode) ?? DecodeMode.Exact;
        run.Changes.WriteOnOpen(
            IndexNotes.Precision,
            await MeasureAsync(run.Model, walk, run.Location.Root, decode, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Measures a model in 8 bits on a sample of what a walk finds.</summary>
    /// <returns>What was measured, a line per tower.</returns>
    /// <exception cref="ModelException">It is not as close to 32 bits as required.</exception>
    public static async Task<string[]> MeasureAsync(
        ClipModel model, FolderWalk walk, string root, DecodeMode decode, CancellationToken cancellationToken)
    {
        var files = walk.Files(static _ => { }, static _ => { }, cancellationToken).Take(MostFiles)
            .Select(static file => file.FullPath).ToArray();
        // Neighbors in a folder are often alike. The same folder has the same sample each time.
        new Random(0).Shuffle(files);
        var reports = await model.ProvePrecisionAsync(files, root, decode, cancellationToken).ConfigureAwait(false);
        return [.. reports.Select(static report => report.ToString().ReplaceLineEndings(" "))];
    }
}
