using System.Data;
using Npgsql;

namespace Clip.Postgres.Connections;

/// <summary>
/// A transaction on a connection of its own, and its commands. Every statement belongs to a transaction, so that a
/// pooler may give each transaction another connection. Not thread-safe.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private readonly bool _isSnapshot;

    private Session(string address, NpgsqlConnection connection, NpgsqlTransaction transaction, bool isSnapshot)
    {
        Address = address;
        _isSnapshot = isSnapshot;
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>What errors call the database.</summary>
    public string Address { get; }

    /// <summary>The commands that give the user the rights for what the transaction does.</summary>
    public string Grant => StoreRights.Grant(_connection, _isSnapshot);

    /// <summary>Begins a transaction.</summary>
    /// <param name="source">Where connections come from.</param>
    /// <param name="isSnapshot">Whether all that it reads is of one moment, and nothing is written.</param>
    /// <exception cref="StoreException">There is no connection.</exception>
    public static Session Begin(ConnectionSource source, bool isSnapshot = false)
    {
        try
        {
            return Open(source, isSnapshot);
        }
        catch (StoreException error) when (StoreErrors.IsLost(error))
        {
            // Connections that were kept from before the server restarted are of no use.
            source.Pool.Clear();
            return Open(source, isSnapshot);
        }
    }

    private static Session Open(ConnectionSource source, bool isSnapshot)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = source.Pool.OpenConnection();
            var transaction = connection.BeginTransaction(
                isSnapshot ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted);
            var session = new Session(source.Address, connection, transaction, isSnapshot);
            if (isSnapshot)
                session.Execute("SET TRANSACTION READ ONLY");
            source.FindTypes(session);
            return session;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or StoreException)
        {
            connection?.Dispose();
            throw StoreErrors.From(source.Address, error);
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>The rows that it changed.</returns>
    /// <exception cref="StoreException">The database cannot be reached, or refuses it.</exception>
    public int Execute(string sql, params object[] values) =>
        Run(sql, values, static command => command.ExecuteNonQuery());

    /// <summary>The first value of the first row, or the default where there is none.</summary>
    /// <inheritdoc cref="Execute" path="/exception"/>
    public T? Value<T>(string sql, params object[] values) => Run(sql, values, static command =>
    {
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
    });

    /// <summary>Reads all rows.</summary>
    /// <inheritdoc cref="Execute" path="/exception"/>
    public List<T> Rows<T>(Func<NpgsqlDataReader, T> read, string sql, params object[] values) =>
        Run(sql, values, command =>
        {
            List<T> rows = [];
            using var reader = command.ExecuteReader();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        });

    /// <summary>Reads rows one by one.</summary>
    /// <inheritdoc cref="Execute" path="/exception"/>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Each(
        Action<NpgsqlDataReader> use, string sql, object[] values, CancellationToken cancellationToken)
    {
        // A command that has not begun cannot be canceled.
        cancellationToken.ThrowIfCancellationRequested();
        Run(sql, values, command =>
        {
            using var stop = cancellationToken.Register(
                static command => ((NpgsqlCommand)command!).Cancel(), command);
            try
            {
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    use(reader);
                }
                return true;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.QueryCanceled
                && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(error.MessageText, error, cancellationToken);
            }
        });
    }

    /// <summary>Copies rows into a table.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="write">Writes the rows.</param>
    /// <inheritdoc cref="Execute" path="/exception"/>
    public void Copy(string sql, Action<NpgsqlBinaryImporter> write) => Translate(() =>
    {
        using var importer = _connection.BeginBinaryImport(sql);
        write(importer);
        importer.Complete();
        return true;
    });

    /// <summary>Makes lasting what the transaction wrote.</summary>
    /// <inheritdoc cref="Execute" path="/exception"/>
    public void Commit() => Translate(() =>
    {
        _transaction.Commit();
        return true;
    });

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private T Run<T>(string sql, object[] values, Func<NpgsqlCommand, T> use) => Translate(() =>
    {
        using var command = new NpgsqlCommand(sql, _connection, _transaction);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return use(command);
    });

    /// <summary>Says what errors of the database mean, for all that goes through it.</summary>
    private T Translate<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            throw StoreErrors.From(Address, error, Grant);
        }
    }
}
