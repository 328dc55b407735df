using System.Buffers.Binary;
using Clip.Files;
using Clip.Postgres.Connections;
using Npgsql;

namespace Clip.Postgres.Reading;

/// <summary>Reads the rows of files.</summary>
internal static class StoredFiles
{
    /// <summary>The columns that <see cref="Read"/> takes, of the tables <c>f</c> and <c>p</c>.</summary>
    public const string Columns =
        "f.path, f.size, f.modified, p.hash, p.width, p.height, f.entry, f.described, f.captured, f.utc_offset, "
        + "f.camera, f.latitude, f.longitude, f.absent";

    /// <summary>The tables of <see cref="Columns"/>.</summary>
    public const string Tables = "clip.file f JOIN clip.picture p USING (library_id, entry)";

    /// <summary>The columns that <see cref="ReadStamp"/> takes.</summary>
    public const string StampColumns = "size, modified, changed, inode, text_sidecar, xmp_sidecar, absent";

    public static FileRecord Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), Hash(row.GetFieldValue<byte[]>(3)), row.GetInt32(4),
        row.GetInt32(5), row.GetInt64(6))
    {
        Metadata = row.GetBoolean(7) ? ReadMetadata(row) : null,
        IsAbsent = row.GetBoolean(13),
    };

    public static FileStamp? FindStamp(Session session, int library, string path)
    {
        // A text with U+0000 is no path of the database.
        if (path.Contains('\0', StringComparison.Ordinal))
            return null;
        var found = session.Rows(
            static row => ReadStamp(row, 0),
            $"SELECT {StampColumns} FROM clip.file WHERE library_id = $1 AND path = $2", library, path);
        return found.Count > 0 ? found[0] : null;
    }

    public static Dictionary<string, FileStamp> FindStamps(Session session, int library, string[] paths) =>
        session.Rows(
            static row => (row.GetString(7), ReadStamp(row, 0)),
            $"SELECT {StampColumns}, path FROM clip.file WHERE library_id = $1 AND path = ANY($2)",
            library, paths).ToDictionary(StringComparer.Ordinal);

    public static FileStamp ReadStamp(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1),
        row.IsDBNull(first + 2)
            ? null
            : new FileIdentity(row.GetInt64(first + 2), row.IsDBNull(first + 3) ? 0 : row.GetInt64(first + 3)),
        row.IsDBNull(first + 4) ? null : row.GetString(first + 4),
        row.IsDBNull(first + 5) ? null : row.GetString(first + 5))
    {
        IsAbsent = row.GetBoolean(first + 6),
    };

    public static byte[] Bytes(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    public static UInt128 Hash(byte[] bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);

    private static PictureMetadata ReadMetadata(NpgsqlDataReader row) => new()
    {
        Captured = row.IsDBNull(8) ? null : new DateTime(row.GetInt64(8), DateTimeKind.Unspecified),
        UtcOffset = row.IsDBNull(9) ? null : TimeSpan.FromMinutes(row.GetInt32(9)),
        Camera = row.IsDBNull(10) ? null : row.GetString(10),
        Place = row.IsDBNull(11) || row.IsDBNull(12)
            ? null
            : GeoPoint.TryCreate(row.GetDouble(11), row.GetDouble(12)),
    };
}
