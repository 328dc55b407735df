using Clip.Indexing.Captions;
using Clip.Indexing.Runs;

namespace Clip.Interchange.Importing;

/// <summary>One import: stores rows in batches, each with its captions.</summary>
internal sealed class ImportRun(IndexRun run, VectorImportOptions options, VectorTable table)
{
    private readonly List<SkippedVectorRow> _skipped = [.. table.Skipped];
    private readonly HashSet<string> _stored = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _lostFolders = new(StringComparer.Ordinal);
    private long _matched;
    private long _away;
    private long _known;

    public VectorImportReport Store(int batch, CancellationToken cancellationToken)
    {
        string[] ids = table.HasPaths ? [.. table.Rows.Select(static row => row.Id)] : [];
        var paths = PathMatching.For(run.Location.Root, ids, options.Base);
        foreach (var rows in Enumerable.Range(0, table.Rows.Count).Chunk(batch))
        {
            List<(string Path, VectorRow Row)> stored = [];
            foreach (var number in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var row = table.Rows[number];
                var problem = "";
                // A number is no path, even where a file has such a name.
                var path = table.HasPaths ? paths.Relative(row.Id, out problem) : row.Id;
                if (path is null)
                    Skip(number, problem);
                else if (!_stored.Add(path))
                    Skip(number, $"another row has become {path} already");
                else if (table.HasPaths ? Store(path, number, cancellationToken) : StoreAway(path, number))
                    stored.Add((path, row));
            }

            if (!options.WithoutCaptions)
                StoreCaptions(stored, cancellationToken);
            run.Changes.CommitIfDue(rows.Length);
        }

        if (_lostFolders.Count > 0)
        {
            // The next run over the folder would otherwise take the files for deleted.
            string[] folders = [.. run.Changes.Read(IndexNotes.AbsentFolders).Union(_lostFolders)];
            run.Changes.Write(IndexNotes.AbsentFolders, folders);
        }

        return new VectorImportReport
        {
            Matched = _matched,
            Away = _away,
            Known = _known,
            Captions = run.Changes.Counts.Captions,
            Dropped = paths.Dropped,
            Skipped = _skipped,
        };
    }

    private bool Store(string path, int number, CancellationToken cancellationToken)
    {
        var pictures = new ImportedPicture(run.Model, run.Location);
        try
        {
            if (pictures.Find(path) is { } file)
            {
                if (pictures.Store(run.Changes.OpenIndex(), file, VectorOf(number), cancellationToken))
                    _matched++;
                else
                    _known++;
                return true;
            }
        }
        catch (PictureException error)
        {
            Skip(number, error.Problem);
            return false;
        }

        return StoreAway(path, number);
    }

    /// <summary>Stores a row whose file does not exist, unless only those of files that exist are wanted.</summary>
    private bool StoreAway(string path, int number)
    {
        if (options.OnlyExisting)
        {
            Skip(number, table.HasPaths ? "the file does not exist" : "no path");
            return false;
        }

        if (ImportedPicture.StoreAway(run.Changes.OpenIndex(), path, VectorOf(number)))
            _away++;
        else
            _known++;
        _lostFolders.Add(LostFolder(path));
        return true;
    }

    private void StoreCaptions(List<(string Path, VectorRow Row)> rows, CancellationToken cancellationToken)
    {
        var texts = rows.SelectMany(static row => row.Row.Captions).Where(static text => text.Length > 0).Distinct();
        var index = run.Changes.OpenIndex();
        using var hold = index.HoldCaptions();
        var entries = new CaptionVectors(run).Store([.. texts], cancellationToken);
        foreach (var (path, row) in rows)
        {
            long[] captions = [.. row.Captions.Where(entries.ContainsKey).Select(text => entries[text])];
            if (captions.Length > 0 && index.FindCaptions(path, CaptionOrigin.Given).Count == 0)
                index.SetCaptions(path, captions);
        }
    }

    /// <summary>
    /// The topmost folder of a path that does not exist; the folder of the file where all of them do.
    /// </summary>
    private string LostFolder(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (!Directory.Exists(run.Location.Full(path[..slash])))
                return path[..slash];
        }

        return path.LastIndexOf('/') is >= 0 and var last ? path[..last] : ".";
    }

    private void Skip(int number, string reason) =>
        _skipped.Add(new SkippedVectorRow(table.Places[number].Name, table.Rows[number].Id, reason));

    private float[] VectorOf(int number) => Unit(table.Rows[number].Vector.Span);

    /// <summary>A vector of unit length; one that is stored with 32 bits stays as it is.</summary>
    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector)
            squares += (double)value * value;
        var result = vector.ToArray();
        if (Math.Abs(squares - 1) <= 1e-6)
            return result;
        var length = Math.Sqrt(squares);
        for (var i = 0; i < result.Length; i++)
            result[i] = (float)(result[i] / length);
        return result;
    }
}
