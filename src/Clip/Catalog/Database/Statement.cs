using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Clip.Catalog.Database;

/// <summary>
/// A prepared statement of the catalog, with parameters <c>?1</c>, <c>?2</c>... Values are always bound, never written
/// into the text. Runs one execution at a time.
/// </summary>
internal sealed class Statement(SqliteConnection connection, string path, string sql) : IDisposable
{
    private readonly SqliteCommand _command = new(sql, connection);

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        try
        {
            return _command.ExecuteNonQuery();
        }
        catch (SqliteException failed)
        {
            throw SqliteErrors.Describe(path, failed);
        }
    }

    /// <summary>Runs a statement that returns rows; dispose them before running it again.</summary>
    public Answer Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        try
        {
            return new Answer(_command.ExecuteReader(), path);
        }
        catch (SqliteException failed)
        {
            throw SqliteErrors.Describe(path, failed);
        }
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = _command.Parameters.Count; i < values.Length; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"?{i + 1}");
            _command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    /// <summary>The rows that a query returns, one at a time.</summary>
    internal sealed class Answer(SqliteDataReader reader, string path) : IDisposable
    {
        /// <summary>Goes to the next row; false when there is none.</summary>
        public bool Next()
        {
            try
            {
                return reader.Read();
            }
            catch (SqliteException failed)
            {
                throw SqliteErrors.Describe(path, failed);
            }
        }

        public long Int64(int column) => reader.IsDBNull(column)
            ? throw IndexException.Damaged(path, "a number is missing")
            : reader.GetInt64(column);

        public long? Int64OrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

        public double? DoubleOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

        public string Text(int column) => TextOrNull(column) ?? throw IndexException.Damaged(path, "a text is missing");

        public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        public byte[] Bytes(int column) => reader.IsDBNull(column)
            ? throw IndexException.Damaged(path, "a value is missing")
            : reader.GetFieldValue<byte[]>(column);

        public void Dispose() => reader.Dispose();
    }
}
