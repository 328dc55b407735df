using Microsoft.Data.Sqlite;

namespace Clip.Tests.Catalog;

/// <summary>Changes and asks a catalog without the library, as other programs and older versions would.</summary>
internal static class CatalogSql
{
    /// <summary>Runs statements.</summary>
    /// <returns>How many rows they changed.</returns>
    public static int Execute(string catalog, string sql)
    {
        using var connection = Open(catalog);
        using var command = new SqliteCommand(sql, connection);
        return command.ExecuteNonQuery();
    }

    /// <summary>The number that a query answers.</summary>
    public static long Number(string catalog, string sql)
    {
        using var connection = Open(catalog);
        using var command = new SqliteCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteConnection Open(string catalog)
    {
        var connection = new SqliteConnection($"Data Source={catalog};Pooling=False");
        connection.Open();
        return connection;
    }
}
