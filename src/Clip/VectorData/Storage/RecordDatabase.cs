using System.Runtime.InteropServices;
using Clip.VectorData.Records;
using Microsoft.Data.Sqlite;

namespace Clip.VectorData.Storage;

/// <summary>
/// The file of a store: an SQLite database whose changes are on disk, all or none, when a call returns. The store that
/// has it open is its only user until it is disposed. Calls of several threads follow one another.
/// </summary>
internal sealed class RecordDatabase : IDisposable
{
    private const string FileName = "records.db";
    private const int ApplicationId = 0x436c5653; // ClVS
    private const int Version = 1;

    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Lock _use = new();

    private RecordDatabase(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
    }

    /// <summary>Opens the file in a folder, or makes a new one.</summary>
    /// <returns>Null where there is none and none is to be made.</returns>
    /// <exception cref="IOException">It is in use, or cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of another program, or of a newer version.</exception>
    public static RecordDatabase? Open(string folder, bool create)
    {
        var path = Path.Combine(folder, FileName);
        if (!create && !File.Exists(path))
            return null;
        Directory.CreateDirectory(folder);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 };
        var database = new RecordDatabase(new SqliteConnection(settings.ToString()), path);
        try
        {
            database.Do(database.Prepare);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The collections in the file, by name.</summary>
    public IReadOnlyDictionary<string, (long Id, CollectionSchema Schema)> Collections() => Do(() =>
    {
        Dictionary<string, (long, CollectionSchema)> found = [];
        using var command = Command("SELECT id, name, schema FROM collection");
        using var rows = command.ExecuteReader();
        while (rows.Read())
            found[rows.GetString(1)] = (rows.GetInt64(0), RecordJson.ReadSchema(rows.GetFieldValue<byte[]>(2)));
        return found;
    });

    /// <summary>Adds an empty collection.</summary>
    /// <returns>Its number.</returns>
    public long Add(string name, CollectionSchema schema) => Do(() =>
    {
        using var command = Command(
            "INSERT INTO collection (name, schema) VALUES (?1, ?2) RETURNING id", name, RecordJson.WriteSchema(schema));
        return (long)command.ExecuteScalar()!;
    });

    public void WriteSchema(long collection, CollectionSchema schema) => Do(() =>
        Run("UPDATE collection SET schema = ?2 WHERE id = ?1", collection, RecordJson.WriteSchema(schema)));

    /// <summary>Removes a collection with its records.</summary>
    public void Remove(long collection) => Commit(() =>
    {
        Run("DELETE FROM vector WHERE record IN (SELECT id FROM record WHERE collection = ?1)", collection);
        Run("DELETE FROM record WHERE collection = ?1", collection);
        Run("DELETE FROM collection WHERE id = ?1", collection);
    });

    /// <summary>All records of a collection.</summary>
    public IReadOnlyList<StoredRecord> Read(long collection, CollectionSchema schema) => Do(() =>
    {
        var vectors = ReadVectors(collection, schema);
        List<StoredRecord> records = [];
        using var command = Command("SELECT id, key, data FROM record WHERE collection = ?1 ORDER BY id", collection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var row = new RecordRow(
                schema.Key.Read(rows.GetFieldValue<byte[]>(1)),
                RecordJson.ReadValues(schema, rows.GetFieldValue<byte[]>(2)));
            records.Add(new StoredRecord(
                row, vectors.GetValueOrDefault(rows.GetInt64(0)) ?? new float[]?[schema.Vectors.Count]));
        }
        return records;
    });

    /// <summary>Adds or replaces records.</summary>
    public void Write(long collection, CollectionSchema schema, IReadOnlyList<StoredRecord> records) => Commit(() =>
    {
        foreach (var (row, vectors) in records)
        {
            using var command = Command(
                """
                INSERT INTO record (collection, key, data) VALUES (?1, ?2, ?3)
                ON CONFLICT (collection, key) DO UPDATE SET data = excluded.data RETURNING id
                """,
                collection, schema.Key.Write(row.Key), RecordJson.WriteValues(schema, row));
            var id = (long)command.ExecuteScalar()!;
            Run("DELETE FROM vector WHERE record = ?1", id);
            for (var i = 0; i < vectors.Length; i++)
            {
                if (vectors[i] is { } vector)
                {
                    Run(
                        "INSERT INTO vector (record, property, numbers) VALUES (?1, ?2, ?3)", id,
                        schema.Vectors[i].Name, MemoryMarshal.AsBytes<float>(vector).ToArray());
                }
            }
        }
    });

    /// <summary>Removes the records of some keys.</summary>
    public void Delete(long collection, CollectionSchema schema, IReadOnlyList<object> keys) => Commit(() =>
    {
        foreach (var key in keys)
        {
            var bytes = schema.Key.Write(key);
            Run(
                "DELETE FROM vector WHERE record IN (SELECT id FROM record WHERE collection = ?1 AND key = ?2)",
                collection, bytes);
            Run("DELETE FROM record WHERE collection = ?1 AND key = ?2", collection, bytes);
        }
    });

    public void Dispose()
    {
        lock (_use)
            _connection.Dispose();
    }

    private Dictionary<long, float[]?[]> ReadVectors(long collection, CollectionSchema schema)
    {
        Dictionary<long, float[]?[]> vectors = [];
        using var command = Command(
            """
            SELECT record, property, numbers FROM vector
            WHERE record IN (SELECT id FROM record WHERE collection = ?1)
            """,
            collection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var place = schema.PlaceOfVector(rows.GetString(1));
            if (place < 0)
                continue;
            var bytes = rows.GetFieldValue<byte[]>(2);
            var numbers = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            if (bytes.Length != sizeof(float) * schema.Vectors[place].Dimensions || !numbers.All(float.IsFinite))
                throw new InvalidDataException($"A vector in {_path} is damaged.");
            var record = rows.GetInt64(0);
            if (!vectors.TryGetValue(record, out var all))
                vectors.Add(record, all = new float[]?[schema.Vectors.Count]);
            all[place] = numbers;
        }
        return vectors;
    }

    private void Prepare()
    {
        _connection.Open();
        // Exclusive from the first access on: what another program wrote meanwhile would not be in memory here. Commits
        // wait for the disk. Nothing that a hostile file defines is run.
        Run("PRAGMA locking_mode = EXCLUSIVE");
        Run("PRAGMA trusted_schema = OFF");
        Run("PRAGMA cell_size_check = ON");
        Run("BEGIN EXCLUSIVE");
        Run("COMMIT");
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run("PRAGMA fullfsync = 1");
        var (application, version) = (Number("PRAGMA application_id"), Number("PRAGMA user_version"));
        if (version > Version && application == ApplicationId)
        {
            throw new InvalidDataException(
                $"{_path} was written by a newer version of this library (format {version}); update the library.");
        }
        if (version == Version && application == ApplicationId)
            return;
        if (Number("SELECT count(*) FROM sqlite_schema") > 0)
            throw new InvalidDataException($"{_path} is a database of another program; use another folder.");
        Run("BEGIN IMMEDIATE");
        Run("CREATE TABLE collection (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, schema BLOB NOT NULL)");
        Run(
            """
            CREATE TABLE record (id INTEGER PRIMARY KEY, collection INTEGER NOT NULL, key BLOB NOT NULL,
                                 data BLOB NOT NULL, UNIQUE (collection, key))
            """);
        Run(
            """
            CREATE TABLE vector (record INTEGER NOT NULL, property TEXT NOT NULL, numbers BLOB NOT NULL,
                                 PRIMARY KEY (record, property))
            """);
        Run($"PRAGMA application_id = {ApplicationId}");
        Run($"PRAGMA user_version = {Version}");
        Run("COMMIT");
    }

    private void Commit(Action write) => Do(() =>
    {
        using var transaction = _connection.BeginTransaction();
        _transaction = transaction;
        try
        {
            write();
            transaction.Commit();
        }
        finally
        {
            _transaction = null;
        }
    });

    private SqliteTransaction? _transaction;

    private long Number(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new SqliteCommand(sql, _connection, _transaction);
        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i + 1}", Value = values[i] });
        return command;
    }

    private void Do(Action action) => Do(() =>
    {
        action();
        return true;
    });

    private T Do<T>(Func<T> action)
    {
        lock (_use)
        {
            try
            {
                return action();
            }
            catch (SqliteException error)
            {
                throw RecordFileErrors.Describe(_path, error);
            }
            catch (InvalidCastException error)
            {
                throw new InvalidDataException($"{_path} is damaged.", error);
            }
        }
    }
}
