using System.CommandLine;

namespace Clip.Cli.Commands;

/// <summary><c>inspect</c>: shows that this program and a Python pipeline see the same numbers.</summary>
internal static class InspectCommand
{
    public static Command Build()
    {
        var command = new Command("inspect", "Show the tokens, pixels and graphs that the encoders work with");
        command.Subcommands.Add(InspectTokensCommand.Build());
        command.Subcommands.Add(InspectPixelsCommand.Build());
        command.Subcommands.Add(InspectModelCommand.Build());
        return command;
    }
}
