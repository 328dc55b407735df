using Clip.Postgres.Connections;
using Npgsql;
using NpgsqlTypes;

namespace Clip.Postgres.Writing;

/// <summary>
/// Temporary tables that rows are copied into, from where one statement each stores them. They go with the transaction.
/// </summary>
internal static class Staging
{
    public static void Create(Session session) => session.Execute(
        """
        CREATE TEMP TABLE stage_picture (
            n integer, hash bytea, number bigint, width integer, height integer, embedding real[]) ON COMMIT DROP;
        CREATE TEMP TABLE stage_file (
            path text COLLATE "C", hash bytea, size bigint, modified bigint, changed bigint, inode bigint,
            text_sidecar text, xmp_sidecar text, described boolean, captured bigint, utc_offset integer, camera text,
            latitude double precision, longitude double precision, absent boolean) ON COMMIT DROP;
        CREATE TEMP TABLE stage_caption (n integer, digest bytea, text text, standalone boolean, embedding real[])
            ON COMMIT DROP;
        CREATE TEMP TABLE stage_file_caption (path text COLLATE "C", origin smallint, place integer, digest bytea)
            ON COMMIT DROP;
        CREATE TEMP TABLE stage_words (file_id bigint, words text, word_count integer) ON COMMIT DROP;
        """);

    public static void Empty(Session session) =>
        session.Execute("TRUNCATE stage_picture, stage_file, stage_caption, stage_file_caption, stage_words");

    /// <summary>Copies rows into a table.</summary>
    public static void Copy<T>(
        Session session, string table, IEnumerable<T> rows, Action<NpgsqlBinaryImporter, T> write) =>
        session.Copy($"COPY {table} FROM STDIN (FORMAT BINARY)", importer =>
        {
            foreach (var row in rows)
            {
                importer.StartRow();
                write(importer, row);
            }
        });

    public static void WriteText(this NpgsqlBinaryImporter importer, string? value)
    {
        if (value is null)
            importer.WriteNull();
        else
            importer.Write(value, NpgsqlDbType.Text);
    }

    public static void WriteNumber(this NpgsqlBinaryImporter importer, long? value)
    {
        if (value is { } number)
            importer.Write(number, NpgsqlDbType.Bigint);
        else
            importer.WriteNull();
    }

    public static void WriteInteger(this NpgsqlBinaryImporter importer, int? value)
    {
        if (value is { } number)
            importer.Write(number, NpgsqlDbType.Integer);
        else
            importer.WriteNull();
    }

    public static void WriteDouble(this NpgsqlBinaryImporter importer, double? value)
    {
        if (value is { } number)
            importer.Write(number, NpgsqlDbType.Double);
        else
            importer.WriteNull();
    }

    public static void WriteBytes(this NpgsqlBinaryImporter importer, byte[] value) =>
        importer.Write(value, NpgsqlDbType.Bytea);

    public static void WriteVector(this NpgsqlBinaryImporter importer, float[] value) =>
        importer.Write(value, NpgsqlDbType.Array | NpgsqlDbType.Real);

    public static void WriteTruth(this NpgsqlBinaryImporter importer, bool value) =>
        importer.Write(value, NpgsqlDbType.Boolean);
}
