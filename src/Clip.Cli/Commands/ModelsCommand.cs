using System.CommandLine;
using System.Globalization;
using Clip.Hub;
using Clip.Models;

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
        command.Subcommands.Add(ModelsCacheCommand.Build());
        return command;
    }

    /// <summary>The repository that a name on the command line stands for.</summary>
    internal static ModelReference Resolve(string name) => KnownModels.Resolve(name) ?? throw (KnownModels.Find(name) is { } embedded
        ? new HubException(embedded.ShortName, "travels with the program", "use it as it is")
        : new HubException(name, "is not the name of a model", "write OWNER/NAME or OWNER/NAME@REVISION, or choose from: clipsearch models list"));

    /// <summary>What the graphs of a download say, for models that the table does not have; null where they cannot be read.</summary>
    internal static int? DimensionOf(CachedModel model)
    {
        try
        {
            using var loaded = ClipModel.Load(model.Folder);
            return loaded.Dimension;
        }
        catch (ClipException)
        {
            return null;
        }
    }

    internal static string Megabytes(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
