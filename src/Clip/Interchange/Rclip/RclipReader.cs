using System.Globalization;
using Clip.Files;
using Clip.Interchange.Rows;
using Microsoft.Data.Sqlite;

namespace Clip.Interchange.Rclip;

/// <summary>
/// Reads the database of rclip 3 and 4. It is read from a copy, with the <c>-wal</c> file beside it: rclip may be
/// writing to it, and a reader of SQLite leaves files behind.
/// </summary>
internal static class RclipReader
{
    /// <summary>What rclip 3.3 and 4.0 write.</summary>
    private const long NewestVersion = 4;

    /// <summary>Before this version, vectors came from another model than rclip's today.</summary>
    private const long OldestVersion = 3;

    /// <summary>Whether a file begins as databases of SQLite do.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith("SQLite format 3\0"u8);

    public static VectorTable Read(string path)
    {
        using var folder = TemporaryFolder.Create("clip-import-");
        try
        {
            var copy = Copy(path, folder.Path);
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = copy,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString());
            connection.Open();
            return Read(connection, path);
        }
        catch (SqliteException error)
        {
            throw InterchangeException.Damaged(path, "is not a sound database of SQLite", error);
        }
        catch (InvalidCastException error)
        {
            throw InterchangeException.Damaged(path, "has values of another type than rclip's", error);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw InterchangeFile.Unreadable(path, error);
        }
    }

    private static string Copy(string path, string folder)
    {
        var copy = Path.Combine(folder, "rclip.db");
        foreach (var suffix in (string[])["", "-wal"])
        {
            if (suffix.Length > 0 && !File.Exists(path + suffix))
                continue;
            using var source = InterchangeFile.Open(path + suffix);
            using var target = File.Create(copy + suffix);
            source.CopyTo(target);
        }

        return copy;
    }

    private static VectorTable Read(SqliteConnection connection, string path)
    {
        // Expressions in the schema of an untrusted database are not run.
        Execute(connection, "PRAGMA trusted_schema = OFF");
        Execute(connection, "PRAGMA cell_size_check = ON");
        if (Number(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'images'") != 1)
        {
            throw new InterchangeException(
                path, "is a database without the table images, so not rclip's",
                "give rclip's db.sqlite3");
        }

        CheckVersion(connection, path);
        return ReadRows(connection, path);
    }

    private static void CheckVersion(SqliteConnection connection, string path)
    {
        if (Number(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'db_version'") != 1)
            return;
        var version = Number(connection, "SELECT version FROM db_version LIMIT 1");
        if (version > NewestVersion)
        {
            throw new InterchangeException(
                path, $"is of version {version} of rclip's format, and the newest that is known is {NewestVersion}",
                "export it with an older rclip, or update this program");
        }

        if (version < OldestVersion)
        {
            throw new InterchangeException(
                path,
                $"is of version {version} of rclip's format, with vectors of a model that rclip no longer uses "
                + $"(version {OldestVersion} is the first of today's)",
                "index the folder with today's rclip first");
        }
    }

    private static VectorTable ReadRows(SqliteConnection connection, string path)
    {
        var rows = new VectorRows(path, "rclip database");
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT filepath, CASE WHEN typeof(vector) = 'blob' THEN vector END FROM images WHERE deleted IS NULL "
            + "ORDER BY id";
        using var reader = command.ExecuteReader();
        for (long number = 0; reader.Read(); number++)
        {
            var name = VectorRows.RowName(number);
            var file = reader.IsDBNull(0) ? null : reader.GetString(0);
            if (reader.IsDBNull(1))
            {
                rows.Skip(name, file, "no vector");
                continue;
            }

            var bytes = reader.GetFieldValue<byte[]>(1);
            if (bytes.Length % sizeof(float) == 0)
            {
                rows.Add(name, file, FloatValues.FromSingles(bytes));
                continue;
            }

            rows.Skip(name, file, string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes"));
        }

        return rows.Build();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
