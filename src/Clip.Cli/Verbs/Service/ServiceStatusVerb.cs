using System.CommandLine;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Service;

/// <summary>What <c>service status</c> is asked to do: nothing can be chosen.</summary>
internal sealed record ServiceStatusSettings;

/// <summary><c>service status</c>: whether the service is installed and runs.</summary>
internal sealed class ServiceStatusVerb : IVerb<ServiceStatusSettings>
{
    public VerbCommand Command { get; } = new(
        "status", "Whether the service is installed and runs; ends with 1 if it does not run",
        "clipsearch service status --json");

    public ServiceStatusSettings Resolve(ParseResult parsed) => new();

    public Task<int> RunAsync(ServiceStatusSettings settings, Terminal terminal, CancellationToken cancellationToken) =>
        Task.FromResult(ServiceLine.Write(terminal, ServicePlace.Here(), cancellationToken)
            ? ExitCode.Found
            : ExitCode.Nothing);
}
