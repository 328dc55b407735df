using Clip.Vectors;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    public CatalogState ReadState()
    {
        using var answer = Query(
            """
            SELECT model_name, model_fingerprint, dimension, decode, root, vector_file, vector_file_id,
                   rows, pictures, captions, files, failures, commits, created, updated
            FROM state
            """);
        if (!answer.Next())
            throw IndexException.Damaged(Path, "its state is missing");
        var dimension = answer.Int64(2);
        var id = answer.Bytes(6);
        var rows = answer.Int64(7);
        var vectorFile = answer.Text(5);
        if (dimension is < 1 or > VectorMatrix.MaxDimension || id.Length != 16 || rows is < 0 or > int.MaxValue
            || vectorFile != System.IO.Path.GetFileName(vectorFile) || vectorFile is "" or "." or ".."
            || vectorFile.Contains('\0'))
        {
            throw IndexException.Damaged(Path, "its state makes no sense");
        }

        var model = new IndexModel(answer.Text(0), answer.Text(1), (int)dimension, answer.Text(3));
        return new CatalogState(model, answer.TextOrNull(4), vectorFile, new Guid(id), Utc(answer.Int64(13)))
        {
            Rows = rows,
            Pictures = answer.Int64(8),
            Captions = answer.Int64(9),
            Files = answer.Int64(10),
            Failures = answer.Int64(11),
            Commits = answer.Int64(12),
            UpdatedUtc = Utc(answer.Int64(14)),
        };
    }

    public void UpdateState(CatalogState state) => Run(
        """
        UPDATE state SET rows = ?1, pictures = ?2, captions = ?3, files = ?4, failures = ?5, commits = ?6, updated = ?7,
                         root = ?8, vector_file = ?9, vector_file_id = ?10
        """,
        state.Rows, state.Pictures, state.Captions, state.Files, state.Failures, state.Commits, state.UpdatedUtc.Ticks,
        state.Root, state.VectorFile, state.VectorFileId.ToByteArray());

    /// <summary>The bits of every chunk of a kind that has any.</summary>
    public IEnumerable<(int Chunk, byte[] Bits)> LiveChunks(EntryKind kind)
    {
        using var answer = Query("SELECT chunk, bits FROM live WHERE kind = ?1", (long)kind);
        while (answer.Next())
            yield return ((int)answer.Int64(0), answer.Bytes(1));
    }

    public void WriteLiveChunk(EntryKind kind, int chunk, byte[] bits) => Run(
        "INSERT INTO live (kind, chunk, bits) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET bits = excluded.bits",
        (long)kind, (long)chunk, bits);

    public byte[]? Checksums(long block)
    {
        using var answer = Query("SELECT rows FROM checksum WHERE block = ?1", block);
        return answer.Next() ? answer.Bytes(0) : null;
    }

    public void WriteChecksums(long block, byte[] rows) => Run(
        "INSERT INTO checksum (block, rows) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET rows = excluded.rows",
        block, rows);

    private void InsertState(CatalogState state) => Run(
        """
        INSERT INTO state (one, model_name, model_fingerprint, dimension, decode, root, vector_file, vector_file_id,
                           rows, pictures, captions, files, failures, commits, created, updated)
        VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, 0, 0, 0, ?8, ?8)
        """,
        state.Model.Name, state.Model.Fingerprint, (long)state.Model.Dimensions, state.Model.Decode, state.Root,
        state.VectorFile, state.VectorFileId.ToByteArray(), state.CreatedUtc.Ticks);

    private static DateTime Utc(long ticks) =>
        new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
}
