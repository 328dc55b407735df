using System.CommandLine;
using System.Text.Json.Serialization;
using Clip.Cli.Output;
using Clip.Server;
using Clip.Server.Hosting;

namespace Clip.Cli.Verbs.Serve;

/// <summary>The JSON line that says where the server is.</summary>
internal sealed record ServeLine(string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServeLine))]
internal sealed partial class ServeJson : JsonSerializerContext;

/// <summary><c>serve</c>: the HTTP server and its web page, until it is told to stop.</summary>
internal sealed class ServeVerb : IVerb<ServeSettings>
{
    // What runs may finish, and the process has ended five seconds after it was told to.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(4.7);

    private readonly ServeOptions _options = new();

    public ServeVerb() => _options.AddTo(Command);

    public VerbCommand Command { get; } = new(
        "serve", "Search in a browser, and answer the requests of other programs",
        "clipsearch serve",
        "clipsearch serve ~/Pictures --port 9000",
        "clipsearch serve --root /photos --host 0.0.0.0 --api-key-file key.txt",
        "clipsearch serve --model ViT-B-32__openai=models/vit-b-32 --host 0.0.0.0 --no-auth",
        "clipsearch serve --library work=~/Work/pictures",
        "clipsearch serve --library family",
        "clipsearch serve --tls-cert fullchain.pem --tls-key privkey.pem --host 0.0.0.0 --api-key-file key.txt",
        "clipsearch serve --root /photos --check");

    public ServeSettings Resolve(ParseResult parsed) => _options.Resolve(parsed);

    public async Task<int> RunAsync(ServeSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Problems is { } problems)
            return ServeCheck.Run(settings, problems, terminal);
        GracePeriod.Time = StopTime;
        using var mounts = ServedMounts.Open(settings);
        await using var server = await ClipServerHost.StartAsync(
            options => Configure(options, settings, mounts), settings.Listen, builder =>
            {
                ServerLog.Configure(builder.Logging, terminal, settings.LogsJson);
                ServeTelemetry.AddTo(builder, ServeTelemetry.Variables());
            },
            cancellationToken).ConfigureAwait(false);
        Announce(server.Address, terminal);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(stopped.SetResult))
            await stopped.Task.ConfigureAwait(false);
        await server.StopAsync().ConfigureAwait(false);
        return ExitCode.Found;
    }

    private static void Announce(Uri address, Terminal terminal)
    {
        if (terminal.IsJson)
            terminal.Json(new ServeLine(address.ToString()), ServeJson.Default.ServeLine);
        else
            terminal.Line(address.ToString());
        terminal.Flush();
    }

    private static void Configure(ClipServerOptions options, ServeSettings settings, ServedMounts mounts)
    {
        mounts.AddTo(options);
        foreach (var host in settings.AllowedHosts)
            options.AllowedHosts.Add(host);
        foreach (var origin in settings.AllowedOrigins)
            options.AllowedOrigins.Add(origin);
        options.ApiKey = settings.ApiKey;
        options.AllowFetch = settings.AllowFetch;
        options.RefreshInterval = settings.Refresh;
        options.MaxBodyBytes = settings.MaxBodyBytes;
        options.MaxTotalBodyBytes = Math.Max(options.MaxTotalBodyBytes, settings.MaxBodyBytes);
        options.MaxQueuedTexts = settings.MaxQueue;
    }
}
