using Npgsql;

namespace Clip.Postgres.Connections;

/// <summary>The commands that give a user the least rights for its work.</summary>
internal static class StoreRights
{
    /// <summary>The rights on the tables, once there are any.</summary>
    /// <param name="connection">The user's connection.</param>
    /// <param name="isReading">Whether the user only reads.</param>
    public static string Grant(NpgsqlConnection connection, bool isReading)
    {
        var user = Quoted(connection.UserName ?? "");
        var schema = $"GRANT USAGE ON SCHEMA clip TO {user};";
        return isReading
            ? $"{schema} GRANT SELECT ON ALL TABLES IN SCHEMA clip TO {user};"
            : $"GRANT TEMPORARY ON DATABASE {Quoted(connection.Database)} TO {user}; {schema} "
                + $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA clip TO {user}; "
                + $"GRANT USAGE ON ALL SEQUENCES IN SCHEMA clip TO {user};";
    }

    /// <summary>The command for the right to create the schema of the tables; null where it is not needed.</summary>
    public static string? GrantToCreate(Session session) => session.Value<string>(
        """
        SELECT format('GRANT CREATE ON DATABASE %I TO %I;', current_database(), current_user)
        WHERE to_regnamespace('clip') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
        """);

    /// <summary>Whether the schema of the tables is there, and the user may not look into it.</summary>
    public static bool MayNotRead(Session session) => session.Value<bool>(
        "SELECT to_regnamespace('clip') IS NOT NULL AND NOT has_schema_privilege('clip', 'USAGE')");

    /// <summary>Whether there is a table of pictures that the user may see.</summary>
    public static bool MayReadPictures(Session session) => session.Value<bool>(
        """
        SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'clip' AND tablename = 'picture')
            AND has_schema_privilege('clip', 'USAGE')
        """);

    private static string Quoted(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static letter =>
            char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
