using System.CommandLine;
using System.Text.Json.Serialization;
using Clip.Cli.Inputs;
using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Worker;

/// <summary>The JSON line of a chunk of files that a worker has finished.</summary>
internal sealed record WorkerLine(
    string Event, long Pictures, long Failed, long Left, double PicturesPerSecond, string Folder);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WorkerLine))]
internal sealed partial class WorkerJson : JsonSerializerContext;

/// <summary>What <c>worker</c> is asked to do.</summary>
/// <param name="Model">The model, unless the library names it.</param>
/// <param name="Store">The store.</param>
/// <param name="Root">
/// The folder of the library's pictures, as this machine reaches it; null for as the library says.
/// </param>
/// <param name="Once">Whether to end when no work is left.</param>
/// <param name="Lease">How long a silent worker keeps its files.</param>
internal sealed record WorkerSettings(
    ModelSettings Model, PostgresStore Store, string? Root, bool Once, TimeSpan Lease)
{
    /// <summary>The service of an object store; null for the default.</summary>
    public string? Endpoint { get; init; }
}

/// <summary><c>worker</c>: encodes the planned work of a store.</summary>
internal sealed class WorkerVerb : IVerb<WorkerSettings>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _root = new("--root")
    {
        Description = "The folder of the library's pictures, as this machine reaches it, or s3://BUCKET/PREFIX",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _once = new("--once") { Description = "End when no planned work is left" };

    private readonly Option<TimeSpan> _lease = new("--lease")
    {
        Description = "Others take over the work of a worker that is silent for so long (30)",
        HelpName = "SECONDS",
        DefaultValueFactory = static _ => TimeSpan.FromSeconds(30),
    };

    private readonly StoreOptions _store = new();
    private readonly BucketOptions _bucket = new();

    public WorkerVerb()
    {
        _store.AddTo(Command);
        _bucket.AddTo(Command);
        _lease.RequireSeconds();
        Command.Options.Add(_root);
        Command.Options.Add(_once);
        Command.Options.Add(_lease);
    }

    public VerbCommand Command { get; } = new(
        "worker", "Encode the planned work of a database, together with other workers",
        "clipsearch worker --store postgres://clip@db/pictures --root /mnt/pictures",
        "clipsearch worker --store postgres://clip@db/pictures --root /mnt/pictures --once",
        "clipsearch worker --store postgres://clip@db/pictures --root s3://photos/2024");

    public WorkerSettings Resolve(ParseResult parsed)
    {
        // Decided here, as the configuration file may name it too.
        var store = _store.Find(parsed) ?? throw new ClipException(
            "--store", "is missing", "name the database with the work: --store postgres://USER@HOST:PORT/DB");
        if (parsed.GetValue(_root) is { } root && !PictureBucket.IsAddress(root) && !Directory.Exists(root))
        {
            throw new ClipException($"--root {DisplayPath.Of(root)}", "is no folder", "check the path");
        }
        return new WorkerSettings(
            ModelOptions.Resolve(parsed), store, parsed.GetValue(_root), parsed.GetValue(_once),
            TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(_lease).TotalSeconds)))
        {
            Endpoint = _bucket.EndpointOf(parsed),
        };
    }

    public async Task<int> RunAsync(WorkerSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        settings.Store.CreateTables();
        if (await FindAsync(settings, terminal, cancellationToken).ConfigureAwait(false) is not { } location)
            return ExitCode.Nothing;
        using var bucket = BucketOptions.Open(location.Root, settings.Endpoint);
        using var model = IndexModels.Load(location, settings.Model);
        var worker = new StoreWorker(model, location)
        {
            Lease = settings.Lease,
            Bucket = bucket,
        };
        terminal.Detail($"working for {location.Directory} on {location.Root} with {model.Name}");
        var stored = await worker.RunAsync(
            settings.Once, progress => Write(terminal, location, progress),
            error => terminal.Error(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);
        return stored > 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    /// <summary>The library to work for. A worker may start before anything is planned, and waits then.</summary>
    private static async Task<IndexLocation?> FindAsync(
        WorkerSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                if (settings.Store.FindLibraries() is { Count: > 0 } all)
                    return settings.Store.LibraryAt(all, settings.Root);
            }
            catch (StoreException error) when (error.Fault == StoreFault.NoLibrary && !settings.Once)
            {
                // The one that is named may come.
            }
            if (settings.Once)
                return null;
            if (isFirst)
                terminal.Warn($"{settings.Store.Address}: has no work yet; waiting for some");
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Write(Terminal terminal, IndexLocation location, StoreWorkerProgress progress)
    {
        var rate = progress.Elapsed > TimeSpan.Zero ? progress.Pictures / progress.Elapsed.TotalSeconds : 0;
        if (terminal.IsJson)
        {
            terminal.Json(
                new WorkerLine(
                    "stored", progress.Pictures, progress.Failed, progress.Left, Math.Round(rate, 1), location.Root),
                WorkerJson.Default.WorkerLine);
        }
        else if (!terminal.IsQuiet)
        {
            terminal.Line(Texts.Say(
                $"{Counted.Of(progress.Pictures, "picture")} stored, {progress.Failed:N0} failed, "
                + $"{progress.Left:N0} left ({rate:0.0} pictures/s)"));
        }
        terminal.Flush();
    }
}
