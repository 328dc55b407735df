using System.CommandLine;
using Clip.Catalog.Maintenance;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Status;

/// <summary>What <c>status</c> is asked to do.</summary>
/// <param name="Place">The index.</param>
/// <param name="Verify">Whether to check every checksum.</param>
/// <param name="Failed">Whether to list the files that could not be indexed, and nothing else.</param>
/// <param name="Store">The database that keeps the index; null for a folder.</param>
internal sealed record StatusSettings(IndexPlace Place, bool Verify, bool Failed, PostgresStore? Store);

/// <summary><c>status</c>: what an index holds and whether it is sound.</summary>
internal sealed class StatusVerb : IVerb<StatusSettings>
{
    private readonly Option<bool> _verify = new("--verify") { Description = "Check every checksum" };
    private readonly Option<bool> _failed = new("--failed")
    {
        Description = "List the files that could not be read, with the reasons, instead; ends with 1 if there are none",
    };

    private readonly IndexOptions _index = new();

    public StatusVerb()
    {
        _index.AddReadingTo(Command);
        Command.Options.Add(_verify);
        Command.Options.Add(_failed);
    }

    public VerbCommand Command { get; } = new(
        "status", "Show what the index holds, its model, size and health",
        "clipsearch status --in ~/Pictures",
        "clipsearch status --in ~/Pictures --failed",
        "clipsearch status --in ~/Pictures --verify --json");

    public StatusSettings Resolve(ParseResult parsed) => new(
        _index.PlaceOf(parsed), parsed.GetValue(_verify), parsed.GetValue(_failed), _index.StoreOf(parsed));

    public Task<int> RunAsync(StatusSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var (location, folder) = settings.Place;
        if (folder.Length > 0)
            terminal.Warn(Notices.IndexAbove(location, folder));
        if (settings.Store is { } store)
            return Task.FromResult(StoreStatus.Write(terminal, store, location, settings, cancellationToken));
        using var index = IndexVerification.Open(location);
        if (settings.Failed)
        {
            var count = FailurePrinter.Write(terminal, index, cancellationToken);
            return Task.FromResult(count > 0 ? ExitCode.Found : ExitCode.Nothing);
        }
        var found = settings.Verify ? IndexVerification.Verify(index, cancellationToken: cancellationToken) : null;
        var vectorFile = index.VectorFileProblem;
        var isDamaged = vectorFile is not null || found is { IsHealthy: false };
        var health = isDamaged ? "damaged" : found is null ? "not checked; use --verify" : "sound";
        StatusPrinter.Write(terminal, location, index, health);
        if (!isDamaged)
            return Task.FromResult(ExitCode.Found);
        // The damage comes after the table, also where both go to one terminal.
        terminal.Flush();
        DamagePrinter.Write(terminal, location, vectorFile, found);
        return Task.FromResult(ExitCode.Error);
    }
}
