using Clip.Files;
using Clip.Indexing.Runs;
using Clip.Interchange.Importing;

namespace Clip;

/// <summary>
/// Takes vectors that another program has made into an index, so that the pictures need not be encoded again. The
/// caller vouches that they come from the index's model: vectors do not show that. Not thread-safe.
/// </summary>
/// <param name="model">The model that made the vectors.</param>
/// <param name="location">The folder of the pictures and its index, which is created where there is none.</param>
public sealed class VectorImport(ClipModel model, IndexLocation location)
{
    private const int Batch = 256;

    /// <summary>
    /// Adds the rows of a table. Files that exist are read for their hash, size and metadata; a vector that is not of
    /// unit length is made so. What the index has already stays as it is. Rows that are only numbered are kept under
    /// their numbers as files that are away.
    /// </summary>
    /// <param name="table">The vectors.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the import; what was stored until then is kept.</param>
    /// <exception cref="InterchangeException">
    /// The vectors have other dimensions than the model's. Nothing is changed.
    /// </exception>
    /// <exception cref="FolderException">The folder of the pictures does not exist. Nothing is changed.</exception>
    /// <exception cref="IndexException">
    /// The index cannot be read or written, another writer is active, or it holds another model's vectors.
    /// </exception>
    /// <exception cref="ModelException">The captions cannot be encoded.</exception>
    public VectorImportReport Run(
        VectorTable table, VectorImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new VectorImportOptions();
        if (!Directory.Exists(location.Root))
            throw FolderException.Missing(location.Root);
        Check(table);
        if (table.Rows.Count == 0)
            return new VectorImportReport { Skipped = table.Skipped };
        using var known = KnownFiles.Open(location, model, decode: null);
        using var changes = new IndexChanges(
            location, known.IndexModel,
            new ModelOrigin(
                model.Reference, model.RequestedVariant, model.RequestedDimensions, model.RequestedPrecisionName),
            WriterWait.None, new FolderAnchor(location.Root), onChange: null, cancellationToken);
        var failures = new FailureReports(static _ => { }, repeatsKnown: false, most: 0);
        var run = new IndexRun(model, location, known, changes, failures, static _ => { });
        try
        {
            return new ImportRun(run, options, table).Store(Batch, cancellationToken);
        }
        finally
        {
            changes.Commit();
        }
    }

    private void Check(VectorTable table)
    {
        if (table.Rows.Count == 0)
            return;
        if (table.Dimensions != model.Dimensions)
        {
            throw new InterchangeException(
                table.Source,
                $"has vectors of {table.Dimensions} dimensions, and those of {model.Name} have {model.Dimensions}",
                "name the model that made them");
        }
    }
}
