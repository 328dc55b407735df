using System.CommandLine;
using Clip.Cli.Configuration;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs;

/// <summary>
/// How a parsed command line is run: with the terminal of the process and the configuration file, and errors left to
/// the caller.
/// </summary>
internal sealed class VerbInvocation : InvocationConfiguration
{
    public VerbInvocation(Terminal terminal, LoadedConfiguration configuration)
    {
        Terminal = terminal;
        Configuration = configuration;
        EnableDefaultExceptionHandler = false;
        ProcessTerminationTimeout = null;
    }

    /// <summary>Where the verb writes its results and messages.</summary>
    public Terminal Terminal { get; }

    /// <summary>The configuration file.</summary>
    public LoadedConfiguration Configuration { get; }

    /// <summary>How a command line that is being run is run.</summary>
    public static VerbInvocation Of(ParseResult parsed) => (VerbInvocation)parsed.InvocationConfiguration;
}
