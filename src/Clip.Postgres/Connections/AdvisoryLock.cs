namespace Clip.Postgres.Connections;

/// <summary>
/// What programs wait for each other about. The locks are the transaction's, so that they end with it, also where a
/// pooler gives each transaction another connection.
/// </summary>
internal static class AdvisoryLock
{
    private const int Planning = 0x636C_6970;
    private const int Graphs = 0x636C_6971;

    /// <summary>Waits until no other transaction adds work to a library.</summary>
    public static void WaitToPlan(Session session, int library) =>
        session.Execute("SELECT pg_advisory_xact_lock($1, $2)", Planning, library);

    /// <summary>Takes the right to build a library's index; false where another transaction has it.</summary>
    public static bool TryToBuildGraph(Session session, int library) =>
        session.Value<bool>("SELECT pg_try_advisory_xact_lock($1, $2)", Graphs, library);
}
