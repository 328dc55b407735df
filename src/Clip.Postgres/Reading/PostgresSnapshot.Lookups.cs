using Clip.Catalog;

namespace Clip.Postgres.Reading;

internal sealed partial class PostgresSnapshot
{
    private const int PageSize = 512;

    private const string FirstCaption = """
        (SELECT c.text FROM clip.file_caption fc JOIN clip.caption c
             ON c.library_id = fc.library_id AND c.entry = fc.caption
         WHERE fc.library_id = f.library_id AND fc.file_id = f.file_id ORDER BY fc.origin, fc.place LIMIT 1)
        """;

    /// <inheritdoc/>
    public override FileRecord? FindFile(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return relativePath.Contains('\0', StringComparison.Ordinal)
            ? null
            : Files("f.path = $2", relativePath).FirstOrDefault();
    }

    /// <inheritdoc/>
    public override FileRecord? ReadFile(string relativePath, Span<float> vector)
    {
        var file = FindFile(relativePath);
        return file is not null && CopyVector(file.Entry, vector) ? file : null;
    }

    /// <inheritdoc/>
    internal override FileRecord? ReadContent(UInt128 hash, Span<float> vector)
    {
        var file = Files("p.hash = $2", StoredFiles.Bytes(hash)).FirstOrDefault();
        return file is not null && CopyVector(file.Entry, vector) ? file : null;
    }

    /// <inheritdoc/>
    public override bool ReadVector(long entry, Span<float> vector) => CopyVector(entry, vector);

    /// <inheritdoc/>
    internal override bool CopyVector(long entry, Span<float> vector)
    {
        Vectors.VectorLength.Require(vector.Length, Model.Dimensions, nameof(vector));
        Span<bool> isFound = [false];
        CopyVectors([entry], vector, isFound);
        return isFound[0];
    }

    /// <inheritdoc/>
    internal override void CopyVectors(ReadOnlySpan<long> entries, Span<float> vectors, Span<bool> isFound)
    {
        var wanted = entries.ToArray();
        var found = Read(session => ReadVectors(session, Pictures, wanted)).ToDictionary();
        if (found.Count < wanted.Length)
        {
            long[] others = [.. wanted.Where(entry => !found.ContainsKey(entry)).Distinct()];
            foreach (var (entry, vector) in Read(session => ReadVectors(session, Captions, others)))
                found[entry] = vector;
        }
        for (var i = 0; i < wanted.Length; i++)
        {
            isFound[i] = found.TryGetValue(wanted[i], out var vector);
            vector?.CopyTo(vectors.Slice(i * Model.Dimensions, Model.Dimensions));
        }
    }

    /// <inheritdoc/>
    internal override long? FindPicture(UInt128 hash) => Read(session => session.Value<long?>(
        "SELECT entry FROM clip.picture WHERE library_id = $1 AND hash = $2", Id, StoredFiles.Bytes(hash)));

    /// <inheritdoc/>
    internal override string? CaptionText(long entry) => Read(session => session.Value<string>(
        "SELECT text FROM clip.caption WHERE library_id = $1 AND entry = $2", Id, entry));

    /// <inheritdoc/>
    internal override IReadOnlyList<long> FindCaptions(string relativePath, CaptionOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        short[] origins = origin is { } one ? [(short)one] : [0, 1, 2];
        return [.. Read(session => session.Rows(
            static row => row.GetInt64(0),
            """
            SELECT fc.caption FROM clip.file f JOIN clip.file_caption fc USING (library_id, file_id)
            WHERE f.library_id = $1 AND f.path = $2 AND fc.origin = ANY($3) ORDER BY fc.origin, fc.place
            """,
            Id, relativePath, origins)).Distinct()];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FileRecord> FilesOf(long entry) => Files("f.entry = $2", entry);

    /// <inheritdoc/>
    public override IEnumerable<FileRecord> Files()
    {
        for (var last = ""; ;)
        {
            var page = Files($"f.path > $2 ORDER BY f.path LIMIT {PageSize}", last);
            foreach (var file in page)
                yield return file;
            if (page.Count < PageSize)
                yield break;
            last = page[^1].Path;
        }
    }

    /// <summary>All files in the order of their pictures, those of one picture in the order of their paths.</summary>
    public IEnumerable<FileRecord> FilesByPicture()
    {
        for (var (entry, path) = (long.MinValue, ""); ;)
        {
            var (lastEntry, lastPath) = (entry, path);
            var page = Read(session => session.Rows(
                StoredFiles.Read,
                $"""
                SELECT {StoredFiles.Columns} FROM {StoredFiles.Tables}
                WHERE f.library_id = $1 AND f.entry >= $2 AND (f.entry > $2 OR f.path > $3)
                ORDER BY f.entry, f.path LIMIT {PageSize}
                """,
                Id, lastEntry, lastPath));
            foreach (var file in page)
                yield return file;
            if (page.Count < PageSize)
                yield break;
            (entry, path) = (page[^1].Entry, page[^1].Path);
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<FailureRecord> Failures()
    {
        for (var last = ""; ;)
        {
            var after = last;
            var page = Read(session => session.Rows(
                static row => new FailureRecord(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetString(4))
                {
                    Changed = row.GetInt64(3),
                },
                $"""
                SELECT path, size, modified, changed, reason FROM clip.failure
                WHERE library_id = $1 AND path > $2 ORDER BY path LIMIT {PageSize}
                """,
                Id, after));
            foreach (var failure in page)
                yield return failure;
            if (page.Count < PageSize)
                yield break;
            last = page[^1].Path;
        }
    }

    /// <inheritdoc/>
    internal override string? Note(string name) => Read(session => session.Value<string>(
        "SELECT value FROM clip.note WHERE library_id = $1 AND name = $2", Id, name));

    /// <inheritdoc/>
    internal override (long Dated, long Placed, long Undescribed) CountMetadata() => Read(session => session.Rows(
        static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
        """
        SELECT count(DISTINCT entry) FILTER (WHERE captured IS NOT NULL),
               count(DISTINCT entry) FILTER (WHERE latitude IS NOT NULL),
               count(DISTINCT entry) FILTER (WHERE NOT described)
        FROM clip.file WHERE library_id = $1
        """,
        Id)[0]);

    /// <inheritdoc/>
    internal override IReadOnlyList<(int At, string Path, string? Caption)> PathsOf(
        IReadOnlyList<long> entries, PictureFilter? filter)
    {
        ArgumentNullException.ThrowIfNull(entries);
        long[] wanted = [.. entries];
        return [.. Read(session => session.Rows(
                static row => (
                    At: (int)row.GetInt64(15) - 1, File: StoredFiles.Read(row),
                    Caption: row.IsDBNull(14) ? null : row.GetString(14)),
                $"""
                SELECT {StoredFiles.Columns}, {FirstCaption}, w.at
                FROM unnest($2) WITH ORDINALITY w (wanted, at)
                JOIN clip.file f ON f.library_id = $1 AND f.entry = w.wanted
                JOIN clip.picture p ON p.library_id = f.library_id AND p.entry = f.entry
                ORDER BY w.at, f.path
                """,
                Id, wanted))
            .Where(row => filter is null
                || (filter.AllowsPath(row.File.Path) && filter.AllowsMetadata(row.File.Metadata)))
            .Select(static row => (row.At, row.File.Path, row.Caption))];
    }

    /// <summary>The texts of captions, each with the file in a folder that it was first stored with.</summary>
    private List<(string Text, string? Path, int At)> CaptionTexts(long[] entries, string folder) =>
        Read(session => session.Rows(
            static row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), (int)row.GetInt64(2) - 1),
            """
            SELECT c.text,
                   (SELECT f.path FROM clip.file_caption fc JOIN clip.file f USING (library_id, file_id)
                    WHERE fc.library_id = $1 AND fc.caption = c.entry AND starts_with(f.path, $3)
                    ORDER BY fc.file_id LIMIT 1),
                   w.at
            FROM unnest($2) WITH ORDINALITY w (wanted, at)
            JOIN clip.caption c ON c.library_id = $1 AND c.entry = w.wanted
            ORDER BY w.at
            """,
            Id, entries, folder.Length == 0 ? "" : folder + "/"));

    private List<FileRecord> Files(string condition, object value)
    {
        var order = condition.Contains("ORDER BY", StringComparison.Ordinal) ? "" : " ORDER BY f.path";
        return Read(session => session.Rows(
            StoredFiles.Read,
            $"SELECT {StoredFiles.Columns} FROM {StoredFiles.Tables} WHERE f.library_id = $1 AND {condition}{order}",
            Id, value));
    }
}
