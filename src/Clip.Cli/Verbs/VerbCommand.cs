using System.CommandLine;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs;

/// <summary>A verb, or a group of verbs, as the parser knows it.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What its help begins with.</param>
/// <param name="examples">The command lines that its help ends with.</param>
internal sealed class VerbCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    /// <summary>Command lines to copy.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Whether the configuration file is read before it runs.</summary>
    public bool ReadsConfiguration { get; init; } = true;

    /// <summary>Whether the values that the file has for other verbs are checked too, which takes time.</summary>
    public bool ChecksConfiguration { get; init; }

    /// <summary>The command that runs a verb.</summary>
    public static VerbCommand Of<TSettings>(IVerb<TSettings> verb)
    {
        verb.Command.SetAction((parsed, cancellationToken) =>
        {
            var terminal = VerbInvocation.Of(parsed).Terminal;
            VerbTerminal.Current = terminal;
            return verb.RunAsync(verb.Resolve(parsed), terminal, cancellationToken);
        });
        return verb.Command;
    }
}
