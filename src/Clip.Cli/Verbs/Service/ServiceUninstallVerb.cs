using System.CommandLine;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Service;

/// <summary>What <c>service uninstall</c> is asked to do: nothing can be chosen.</summary>
internal sealed record ServiceUninstallSettings;

/// <summary><c>service uninstall</c>: stops the service and deletes its file.</summary>
internal sealed class ServiceUninstallVerb : IVerb<ServiceUninstallSettings>
{
    public VerbCommand Command { get; } = new(
        "uninstall", "Stop the service, and start it no more; libraries and indexes stay; ends with 1 if there is none",
        "clipsearch service uninstall");

    public ServiceUninstallSettings Resolve(ParseResult parsed) => new();

    public Task<int> RunAsync(ServiceUninstallSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var place = ServicePlace.Here();
        if (!File.Exists(place.File))
        {
            terminal.Warn($"{DisplayPath.Of(place.File)}: is not there, so nothing is installed");
            return Task.FromResult(ExitCode.Nothing);
        }
        place.Stop(cancellationToken);
        File.Delete(place.File);
        place.Forget(cancellationToken);
        ServiceLine.Write(terminal, place, cancellationToken);
        return Task.FromResult(ExitCode.Found);
    }
}
