using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Status;

/// <summary>Writes what a library of a database holds.</summary>
internal static class StoreStatus
{
    /// <returns>The exit code.</returns>
    public static int Write(
        Terminal terminal, PostgresStore store, IndexLocation location, StatusSettings settings,
        CancellationToken cancellationToken)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        if (settings.Failed)
            return FailurePrinter.Write(terminal, snapshot, cancellationToken) > 0 ? ExitCode.Found : ExitCode.Nothing;
        var found = settings.Verify ? store.Verify(location, cancellationToken) : null;
        var health = found is null ? "not checked; use --verify" : found.IsSound ? "sound" : "damaged";
        StatusPrinter.Write(terminal, location, snapshot, health, Line(store, location));
        if (found is not { IsSound: false })
            return ExitCode.Found;
        // The damage comes after the table, also where both go to one terminal.
        terminal.Flush();
        foreach (var problem in found.Problems)
            terminal.Error($"{DisplayPath.Of(location.Directory)}: {problem}");
        terminal.Error(
            $"{DisplayPath.Of(location.Directory)}: is damaged; run clipsearch index once more, which removes what "
            + "interrupted programs leave; if it stays so, restore a backup, or index into another library: "
            + "?library=NAME at the end of the address");
        return ExitCode.Error;
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
            activity.IsApproximate, store.ExactBelow, activity.ServerVersion, activity.VectorVersion)
        {
            Replica = store.ReplicaAddress is not { } address ? null
                : new ReplicaLine(address, Away: activity.Replica is null)
                {
                    BehindBytes = activity.Replica?.BehindBytes,
                    BehindSeconds = activity.Replica?.Behind is { } behind ? Math.Round(behind.TotalSeconds, 1) : null,
                },
        };
    }
}
