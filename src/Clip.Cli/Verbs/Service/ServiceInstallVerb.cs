using System.CommandLine;
using System.Text;
using Clip.Cli.Installation;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Files;

namespace Clip.Cli.Verbs.Service;

/// <summary>What <c>service install</c> is asked to do.</summary>
/// <param name="Libraries">The libraries to watch.</param>
/// <param name="Printed">Which file to write to standard output instead of installing it; null to install.</param>
internal sealed record ServiceInstallSettings(IReadOnlyList<string> Libraries, ServiceStarter? Printed);

/// <summary><c>service install</c>: starts the service, now and at each login.</summary>
internal sealed class ServiceInstallVerb : IVerb<ServiceInstallSettings>
{
    private readonly Option<string[]> _library = new("--library")
    {
        Description = "A library to watch (repeatable; default: all that there are when it starts)",
        HelpName = "NAME",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<bool> _print = new("--print")
    {
        Description = "Write the file of the service to standard output, and install nothing",
    };

    private readonly Option<string> _for = new("--for")
    {
        Description = "With --print: systemd or launchd (default: this system's)",
        HelpName = "STARTER",
    };

    public ServiceInstallVerb()
    {
        _library.CompletionSources.Add(static _ => UserLibraries.Completions());
        _for.RequireOneOf("systemd", "launchd");
        Command.Options.Add(_library);
        Command.Options.Add(_print);
        Command.Options.Add(_for);
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_for) is not null && !result.GetValue(_print))
                result.AddError("--for: goes with --print");
        });
    }

    public VerbCommand Command { get; } = new(
        "install", "Watch libraries from now on, and from each login on",
        "clipsearch service install",
        "clipsearch service install --library family",
        "clipsearch service install --print --for launchd");

    public ServiceInstallSettings Resolve(ParseResult parsed)
    {
        var names = parsed.GetValue(_library) ?? [];
        var known = UserLibraries.Read();
        ServiceStarter? printed = !parsed.GetValue(_print) ? null
            : parsed.GetValue(_for) switch
            {
                "systemd" => ServiceStarter.Systemd,
                "launchd" => ServiceStarter.Launchd,
                _ => ServicePlace.Here().Starter,
            };
        // What is only looked at may come before the libraries.
        if (printed is null || names.Length > 0)
            known.Select(names.Length > 0 ? names : [LibraryList.All]);
        return new ServiceInstallSettings(names.Length > 0 ? names : [LibraryList.All], printed);
    }

    public Task<int> RunAsync(ServiceInstallSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var command = WatchCommand.For(settings.Libraries);
        if (settings.Printed is { } printed)
        {
            terminal.Write(ServicePlace.Of(printed).TextOf(command));
            return Task.FromResult(ExitCode.Found);
        }
        var place = ServicePlace.Here();
        var text = place.TextOf(command);
        AtomicFile.Write(place.File, Encoding.UTF8.GetBytes(text));
        place.Start(cancellationToken);
        ServiceLine.Write(terminal, place, cancellationToken);
        return Task.FromResult(ExitCode.Found);
    }
}
