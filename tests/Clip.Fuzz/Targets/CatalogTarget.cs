using System.Globalization;
using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Microsoft.Data.Sqlite;

namespace Clip.Fuzz.Targets;

/// <summary>
/// A catalog that is valid for SQLite and holds nonsense. Each line of the input changes the catalog of a small index:
/// <c>table.column=VALUE</c>, <c>table+</c> duplicates rows, <c>table-</c> deletes them. A value is a number, <c>x</c>
/// and hexadecimal digits, <c>null</c>, or else a text. The tables have no types and constraints, but few rows are
/// duplicated: this is not a test of SQLite's joins without keys.
/// </summary>
internal static class CatalogTarget
{
    private const int Dimensions = 4;
    private const int MaxLines = 40;

    private static readonly string[] Tables =
        ["state", "picture", "file", "failure", "caption", "file_caption", "live", "note", "checksum"];

    private static readonly IndexModel Model = new("model", "0123456789abcdef", Dimensions, "fast");
    private static readonly Lazy<(IndexLocation Location, byte[] Catalog, HashSet<string> Columns)> Template =
        new(Create);

    public static FuzzTarget Target { get; } = new("catalog", Read)
    {
        Words =
        [
            "state.rows=", "state.dimension=", "state.vector_file=", "state.vector_file_id=x", "state.root=",
            "state.commits=", "state.created=", "state.model_name=", "picture.entry=", "picture.hash=x",
            "picture.width=", "file.path=", "file.entry=", "file.size=", "file.modified=", "failure.path=",
            "failure.reason=", "caption.text=", "caption.entry=", "file_caption.caption=", "file_caption.position=",
            "live.kind=", "live.chunk=", "live.bits=x", "checksum.block=", "checksum.rows=x", "note.value=",
            "null", "x00", "xffffffffffffffff", "state-", "live+", "file+", "caption+", "\n", "..", "vectors-1.f32",
            "9223372036854775807", "-9223372036854775808", "4294967296",
        ],
    };

    private static void Read(byte[] input)
    {
        var (location, catalog, columns) = Template.Value;
        File.Delete(location.CatalogPath + "-wal");
        File.Delete(location.CatalogPath + "-shm");
        File.WriteAllBytes(location.CatalogPath, catalog);
        Spoil(location.CatalogPath, columns, InputParts.Text(input));
        Use(location);
    }

    private static void Use(IndexLocation location)
    {
        using var opened = EmbeddedIndex.Open(location);
        using var index = opened.Take();
        _ = index.FileCount;
        _ = index.UpdatedUtc;
        if (index.Model.Dimensions == Dimensions)
        {
            Tolerate(() => index.SearchPictures([1, 0, 0, 0], 10));
            Tolerate(() => index.SearchCaptions([1, 0, 0, 0], 10));
            Tolerate(() => index.MeasurePictures([1, 0, 0, 0], new LogitScale(100, null)));
            Tolerate(() => index.ReadVector(0, new float[Dimensions]));
        }
        Tolerate(() => _ = index.Files().Count());
        Tolerate(() => _ = index.Failures().Count());
        Tolerate(() => index.FindFile("a.jpg"));
        Tolerate(() => index.FindCaptions("a.jpg"));
        Tolerate(() => index.FilesOf(0));
        Tolerate(() => opened.Note("walk"));
        Tolerate(() => IndexVerification.Verify(index));
    }

    private static void Tolerate(Action use)
    {
        try
        {
            use();
        }
        catch (ClipException)
        {
            // One part may be unusable and the next not.
        }
    }

    private static void Spoil(string path, HashSet<string> columns, string edits)
    {
        using var connection = Connect(path);
        using var transaction = connection.BeginTransaction();
        foreach (var line in edits.Split('\n').Take(MaxLines))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && columns.Contains(line[..equals]))
            {
                var dot = line.IndexOf('.', StringComparison.Ordinal);
                Execute(
                    connection, $"UPDATE {line[..dot]} SET {line[(dot + 1)..equals]} = $value",
                    Value(line[(equals + 1)..]));
            }
            else if (line is [.. var table, '+' or '-'] && Tables.Contains(table))
            {
                Execute(
                    connection,
                    line[^1] == '-'
                        ? $"DELETE FROM {table}"
                        : $"INSERT INTO {table} SELECT * FROM {table} LIMIT 10",
                    DBNull.Value);
            }
        }
        transaction.Commit();
    }

    private static object Value(string text) =>
        text == "null" ? DBNull.Value
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? real
        : text is ['x', .. var digits] && digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
        : text;

    private static SqliteConnection Connect(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql, object value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$value", value);
        command.ExecuteNonQuery();
    }

    private static (IndexLocation Location, byte[] Catalog, HashSet<string> Columns) Create()
    {
        var location = IndexLocation.For(Scratch.At("pictures"));
        Directory.CreateDirectory(location.Root);
        using (var index = PictureIndexWriter.Open(location, Model))
        {
            for (var i = 0; i < 3; i++)
            {
                index.AddPicture(new FileRecord($"{(char)('a' + i)}.jpg", 100, 1, (UInt128)i, 640, 480), [1, 0, 0, 0]);
                index.SetCaptions($"{(char)('a' + i)}.jpg", [index.AddCaption($"caption {i}", [0, 1, 0, 0])]);
            }
            index.RecordFailure("broken.jpg", 1, 1, "is cut off");
            index.SetNote("walk", "1");
            index.Commit();
        }
        SqliteConnection.ClearAllPools();
        var columns = new HashSet<string>(StringComparer.Ordinal);
        using (var connection = Connect(location.CatalogPath))
        {
            Execute(connection, "PRAGMA journal_mode = DELETE", DBNull.Value);
            foreach (var table in Tables)
            {
                Execute(
                    connection,
                    $"""
                    CREATE TABLE copy_{table} AS SELECT * FROM {table};
                    DROP TABLE {table};
                    ALTER TABLE copy_{table} RENAME TO {table}
                    """,
                    DBNull.Value);
                using var command = connection.CreateCommand();
                command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
                using var names = command.ExecuteReader();
                while (names.Read())
                    columns.Add($"{table}.{names.GetString(0)}");
            }
        }
        return (location, File.ReadAllBytes(location.CatalogPath), columns);
    }
}
