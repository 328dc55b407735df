using System.CommandLine;
using Clip.Hub;

namespace Clip.Cli.Commands;

/// <summary><c>models</c>: which models there are, and how they come here. The only verb that talks to a model hub.</summary>
internal static class ModelsCommand
{
    public static Command Build()
    {
        var command = new Command("models", "List, download and check models");
        command.Subcommands.Add(ModelsListCommand.Build());
        command.Subcommands.Add(ModelsPullCommand.Build());
        command.Subcommands.Add(ModelsVerifyCommand.Build());
        command.Subcommands.Add(ModelsInfoCommand.Build());
        return command;
    }

    /// <summary>The repository that a name on the command line stands for.</summary>
    internal static ModelReference Resolve(string name) => KnownModels.Resolve(name) ?? throw (KnownModels.Find(name) is { } embedded
        ? new HubException(embedded.ShortName, "travels with the program", "use it as it is")
        : new HubException(name, "is not the name of a model", "write OWNER/NAME or OWNER/NAME@REVISION, or choose from: clipsearch models list"));

    internal static string Megabytes(long bytes) => bytes < 1_000_000
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
