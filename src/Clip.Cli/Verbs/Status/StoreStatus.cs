using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Status;

/// <summary>Writes what a library of a database holds.</summary>
internal static class StoreStatus
{
    /// <returns>The exit code.</returns>
    public static int Write(
        Terminal terminal, PostgresStore store, IndexLocation location, bool failed,
        CancellationToken cancellationToken)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        if (failed)
            return FailurePrinter.Write(terminal, snapshot, cancellationToken) > 0 ? ExitCode.Found : ExitCode.Nothing;
        StatusPrinter.Write(terminal, location, snapshot, "kept by PostgreSQL", Line(store, location));
        return ExitCode.Found;
    }

    private static StoreLine Line(PostgresStore store, IndexLocation location)
    {
        var activity = store.ReadActivity(location);
        return new StoreLine(
            activity.PlannedFiles, activity.LeasedFiles,
            [
                .. activity.Workers.Select(static worker => new WorkerStateLine(
                    worker.Name, worker.Pictures, Math.Round(worker.PicturesPerSecond, 1))),
            ],
            activity.IsApproximate, store.ExactBelow, activity.ServerVersion, activity.VectorVersion);
    }
}
