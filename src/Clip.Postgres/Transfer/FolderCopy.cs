using Clip.Catalog.Writing;
using Clip.Indexing.Runs;
using Clip.Metadata;
using Clip.Postgres.Reading;
using Clip.Postgres.Work;

namespace Clip.Postgres.Transfer;

/// <summary>
/// Copies a library into an index in a folder. Files that the index has already, with the same content, are only
/// compared, so that a copy that was interrupted goes on where it was.
/// </summary>
/// <param name="snapshot">The library.</param>
/// <param name="index">The index.</param>
internal sealed class FolderCopy(PostgresSnapshot snapshot, PictureIndexWriter index)
{
    private const int FilesTogether = 512;

    /// <summary>Copies everything.</summary>
    /// <param name="onCopied">Called now and then with how many files are there.</param>
    /// <param name="cancellationToken">Stops the copy; what is copied stays.</param>
    /// <returns>Files of the library, and captions that are new.</returns>
    public (long Files, long Captions) Run(Action<long>? onCopied, CancellationToken cancellationToken)
    {
        var captions = index.CaptionCount;
        var sources = CopyCaptionFiles();
        CopyNotes();
        var files = 0L;
        foreach (var page in snapshot.FilesByPicture().Chunk(FilesTogether))
        {
            cancellationToken.ThrowIfCancellationRequested();
            CopyFiles(page, sources);
            index.Commit();
            files += page.Length;
            onCopied?.Invoke(files);
        }
        foreach (var failure in snapshot.Failures())
            index.RecordFailure(failure);
        CopyLoose(sources);
        index.Commit();
        return (files, index.CaptionCount - captions);
    }

    private void CopyNotes()
    {
        foreach (var name in IndexNotes.Kept)
        {
            if (snapshot.Note(name) is { } value)
                index.SetNote(name, value);
        }
    }

    /// <summary>The numbers of the caption files in the index, by their keys in the store.</summary>
    private Dictionary<long, long> CopyCaptionFiles() => snapshot
        .Read(session => CaptionFileLines.Files(session, snapshot.Id)).ToDictionary(
            static file => file.Source,
            file => file.Path == CaptionFileLines.Nobody
                ? 0
                : index.RememberCaptionFile(file.Path, file.State.Format()));

    private void CopyFiles(FileRecord[] files, Dictionary<long, long> sources)
    {
        string[] paths = [.. files.Select(static file => file.Path)];
        var stamps = snapshot.Read(session => StoredFiles.FindStamps(session, snapshot.Id, paths));
        var captions = ReadCaptions(paths).ToLookup(static caption => caption.Path, StringComparer.Ordinal);
        var vectors = new float[files.Length * index.Model.Dimensions];
        var isFound = new bool[files.Length];
        snapshot.CopyVectors([.. files.Select(static file => file.Entry)], vectors, isFound);
        // Captions may go from one file to another.
        using var hold = index.HoldCaptions();
        foreach (var (i, file) in files.Index())
        {
            if (!isFound[i])
                continue;
            var said = captions[file.Path].ToList();
            if (index.FindFile(file.Path)?.Hash != file.Hash)
                Add(file, stamps[file.Path], vectors.AsSpan(i * index.Model.Dimensions, index.Model.Dimensions), said);
            foreach (var origin in (ReadOnlySpan<CaptionOrigin>)[CaptionOrigin.Beside, CaptionOrigin.Embedded])
            {
                index.SetCaptions(
                    file.Path, [.. said.Where(caption => caption.Origin == origin).Select(Put).Distinct()], origin);
            }
            foreach (var given in said.Where(static caption => caption.Origin == CaptionOrigin.Given)
                .GroupBy(caption => sources.GetValueOrDefault(caption.Source)))
            {
                long[] entries = [.. given.Select(Put).Distinct()];
                if (given.Key == 0)
                    index.SetCaptions(file.Path, entries);
                else
                    index.SetCaptions(given.Key, file.Path, entries);
            }
            index.SetSidecar(file.Path, stamps[file.Path].Sidecar);
            if (file.IsAbsent)
                index.MarkAbsent(file.Path);
        }
    }

    private void Add(FileRecord file, FileStamp stamp, ReadOnlySpan<float> vector, List<StoredCaption> said)
    {
        var entry = index.AddPicture(file with { Identity = stamp.Identity ?? default }, vector);
        if (file.Metadata is not { } metadata)
            return;
        string[] texts = [.. said.Where(static caption => caption.Origin == CaptionOrigin.Embedded)
            .Select(static caption => caption.Text)];
        index.Describe(
            entry, new EmbeddedMetadata(metadata, DateKind: null, new PictureTexts([], texts, []), IsComplete: true));
        if (stamp.Xmp is { } xmp)
            index.DescribeBySidecar(file.Path, xmp, said: null);
    }

    private void CopyLoose(Dictionary<long, long> sources)
    {
        var loose = snapshot.Read(session => session.Rows(
            static row => (
                Source: row.GetInt64(0), new StoredCaption(
                    "", CaptionOrigin.Given, 0, row.GetString(1), row.GetFieldValue<float[]>(2))),
            """
            SELECT l.source, c.text, c.embedding::real[] FROM clip.caption_line l
            JOIN clip.caption c ON c.library_id = l.library_id AND c.digest = l.digest
            WHERE l.library_id = $1 AND l.picture IS NULL ORDER BY l.source, l.place
            """,
            snapshot.Id));
        foreach (var (source, caption) in loose)
            index.ListCaption(sources.GetValueOrDefault(source), Put(caption));
    }

    private long Put(StoredCaption caption) => index.AddCaption(caption.Text, caption.Vector);

    private List<StoredCaption> ReadCaptions(string[] paths) => snapshot.Read(session => session.Rows(
        static row => new StoredCaption(
            row.GetString(0), (CaptionOrigin)row.GetInt16(1), row.GetInt64(2), row.GetString(3),
            row.GetFieldValue<float[]>(4)),
        """
        SELECT f.path, fc.origin, coalesce((
                   SELECT l.source FROM clip.caption_line l
                   WHERE fc.origin = 0 AND l.library_id = f.library_id AND l.path = f.path AND l.digest = c.digest
                   ORDER BY l.source LIMIT 1), 0),
               c.text, c.embedding::real[]
        FROM clip.file f JOIN clip.file_caption fc USING (library_id, file_id)
        JOIN clip.caption c ON c.library_id = fc.library_id AND c.entry = fc.caption
        WHERE f.library_id = $1 AND f.path = ANY($2) ORDER BY f.path, fc.origin, fc.place
        """,
        snapshot.Id, paths));

    private sealed record StoredCaption(string Path, CaptionOrigin Origin, long Source, string Text, float[] Vector);
}
