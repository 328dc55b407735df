using Clip.Interchange.ClipRetrieval;
using Clip.Interchange.Faiss;
using Clip.Interchange.JsonLines;
using Clip.Interchange.Npy;
using Clip.Interchange.Parquet;
using Clip.Interchange.Postgres;
using Clip.Interchange.Rclip;
using Clip.Interchange.Rows;
using Clip.Interchange.SafeTensors;

namespace Clip;

/// <summary>Reads the vectors that other programs write.</summary>
public static class VectorTableReader
{
    private const int StartLength = 64;

    /// <summary>
    /// Reads <c>.npy</c> with a <c>.jsonl</c> beside it, <c>.npz</c>, <c>.safetensors</c>, <c>.parquet</c>, JSON and
    /// JSON Lines (of OpenAI's shape too), CSV (also with tabs or semicolons) and plain dumps of PostgreSQL with
    /// pgvector, the database of rclip, a folder of clip-retrieval, or a flat index of faiss. The content decides, not
    /// the name. Files are untrusted: nothing in them is run, and memory grows with what is there, not with what they
    /// announce.
    /// </summary>
    /// <param name="path">The file or the folder.</param>
    /// <returns>
    /// The vectors as the file has them; rows that no index can hold are left out, each with the reason.
    /// </returns>
    /// <exception cref="InterchangeException">
    /// It is missing, damaged, of a form that is not read, or holds nothing that could be paired for certain.
    /// </exception>
    public static VectorTable Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            return ClipRetrievalReader.Is(path)
                ? ClipRetrievalReader.Read(path)
                : throw new InterchangeException(
                    path, "is a folder without img_emb, so not one of clip-retrieval", "give a file");
        }

        var start = ReadStart(path);
        if (NpyHeader.Is(start))
            return NpyReader.Read(path);
        if (start.AsSpan().StartsWith("PAR1"u8) || start.AsSpan().StartsWith("PARE"u8))
            return ParquetReader.Read(path);
        if (start.AsSpan().StartsWith("PK"u8))
            return NpzReader.Read(path);
        if (RclipReader.Is(start))
            return RclipReader.Read(path);
        return FaissReader.Is(start) ? FaissReader.Read(path) : ReadByName(path);
    }

    /// <summary>Reads a file whose rows another file names.</summary>
    /// <param name="path">The file or the folder.</param>
    /// <param name="names">
    /// A file with a path in each line, or of JSON Lines with a path, in the order of the rows: all rows of the file,
    /// also those that no index can hold.
    /// </param>
    /// <returns>The vectors under these names, which replace those that the file has.</returns>
    /// <exception cref="InterchangeException">
    /// As for <see cref="Read(string)"/>; or the second file cannot be read, or does not name as many rows.
    /// </exception>
    public static VectorTable Read(string path, string names)
    {
        ArgumentException.ThrowIfNullOrEmpty(names);
        var table = Read(path);
        var lines = NameLines.ReadAny(names);
        var count = table.Rows.Count + table.Skipped.Count;
        if (lines.Count != count)
        {
            throw new InterchangeException(
                names, $"names {lines.Count:N0} rows, but {Path.GetFileName(path)} has {count:N0}",
                "write a path in a line for each row, in the order of the rows");
        }

        var rows = new VectorRows(path, table.Format) { Model = table.Model };
        var (next, skipped) = (0, 0);
        for (var number = 0; number < count; number++)
        {
            var isSkipped = skipped < table.Skipped.Count && table.SkippedPlaces[skipped].Number == number;
            if (isSkipped)
            {
                var row = table.Skipped[skipped++];
                rows.Skip(row.Row, lines[number].Path, row.Reason);
                continue;
            }

            var (vector, captions) = (table.Rows[next].Vector, table.Rows[next].Captions);
            rows.Add(
                table.Places[next++].Name, lines[number].Path, vector,
                captions.Count > 0 ? captions : lines[number].Captions);
        }

        foreach (var note in table.Notes)
            rows.Note(note);
        return rows.Build();
    }

    /// <summary>Reads a file that does not show by its first bytes what it is.</summary>
    private static VectorTable ReadByName(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npy":
                return NpyReader.Read(path);
            case ".npz":
                return NpzReader.Read(path);
            case ".parquet":
                return ParquetReader.Read(path);
            case ".safetensors":
                return SafeTensorsReader.Read(path);
            case ".json" or ".jsonl" or ".ndjson":
                return JsonLinesReader.Read(path);
            case ".csv" or ".tsv" or ".tab":
                return CsvReader.Read(path);
            case ".sql" or ".dump":
                return PostgresDumpReader.Read(path);
            case ".db" or ".sqlite" or ".sqlite3":
                return RclipReader.Read(path);
            default:
                throw new InterchangeException(
                    path, "is of no form that is read",
                    "give .npy, .npz, .parquet, .safetensors, .jsonl, .csv, a plain dump of PostgreSQL, rclip's "
                    + "database or a folder of clip-retrieval");
        }
    }

    private static byte[] ReadStart(string path)
    {
        using var file = InterchangeFile.Open(path);
        var start = new byte[StartLength];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length];
    }
}
