using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary>The options that a command takes.</summary>
internal static class CommandOptions
{
    /// <summary>Its own, then those of the commands above it that are for all below them.</summary>
    public static IEnumerable<Option> Of(Command command)
    {
        var own = command.Options.Where(static option => !option.Hidden);
        var above = command.Parents.OfType<Command>()
            .SelectMany(Of).Where(static option => option.Recursive);
        return own.Concat(above);
    }
}
