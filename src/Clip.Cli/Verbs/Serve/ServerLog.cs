using Clip.Cli.Output;
using Microsoft.Extensions.Logging;

namespace Clip.Cli.Verbs.Serve;

/// <summary>The log of a server, on standard error.</summary>
internal static class ServerLog
{
    /// <summary>Sends the log to standard error, as JSON where results are JSON.</summary>
    public static void Configure(ILoggingBuilder log, Terminal terminal)
    {
        var level = terminal.IsVerbose ? LogLevel.Debug : LogLevel.Information;
        log.SetMinimumLevel(terminal.IsQuiet ? LogLevel.Warning : level);
        log.AddFilter("Microsoft", LogLevel.Warning);
        log.AddFilter("ModelContextProtocol", terminal.IsVerbose ? LogLevel.Debug : LogLevel.Warning);
        // A start that fails is the error that the program ends with.
        log.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        if (terminal.IsJson)
            log.AddJsonConsole();
        else
            log.AddSimpleConsole(static format => format.SingleLine = true);
        log.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
