using System.CommandLine;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs;

/// <summary>
/// How a parsed command line is run: with the terminal of the process, and errors left to the caller.
/// </summary>
internal sealed class VerbInvocation : InvocationConfiguration
{
    public VerbInvocation(Terminal terminal)
    {
        Terminal = terminal;
        EnableDefaultExceptionHandler = false;
        ProcessTerminationTimeout = null;
    }

    /// <summary>Where the verb writes its results and messages.</summary>
    public Terminal Terminal { get; }
}
