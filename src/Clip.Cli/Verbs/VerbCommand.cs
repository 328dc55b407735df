using System.CommandLine;
using Clip.Cli.Printing;

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

    /// <summary>The command that runs a verb.</summary>
    public static VerbCommand Of<TSettings>(IVerb<TSettings> verb)
    {
        verb.Command.SetAction((parsed, cancellationToken) =>
        {
            var invocation = (VerbInvocation)parsed.InvocationConfiguration;
            PrecisionNotice.To(invocation.Terminal);
            return verb.RunAsync(verb.Resolve(parsed), invocation.Terminal, cancellationToken);
        });
        return verb.Command;
    }
}
