using Clip.Cli.Output;
using Microsoft.Extensions.Logging;

namespace Clip.Cli.Verbs.Serve;

/// <summary>The log of a server, on standard error.</summary>
internal static class ServerLog
{
    /// <summary>Sends the log to standard error.</summary>
    /// <param name="log">The log.</param>
    /// <param name="terminal">How much of it is wanted.</param>
    /// <param name="isJson">Whether it is JSON, an object a line; null for as results are.</param>
    public static void Configure(ILoggingBuilder log, Terminal terminal, bool? isJson = null)
    {
        var level = terminal.IsVerbose ? LogLevel.Debug : LogLevel.Information;
        log.SetMinimumLevel(terminal.IsQuiet ? LogLevel.Warning : level);
        log.AddFilter("Microsoft", LogLevel.Warning);
        log.AddFilter("ModelContextProtocol", terminal.IsVerbose ? LogLevel.Debug : LogLevel.Warning);
        // A start that fails is the error that the program ends with.
        log.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        if (isJson ?? terminal.IsJson)
            log.AddJsonConsole(static format => format.TimestampFormat = "O");
        else
            log.AddSimpleConsole(static format => format.SingleLine = true);
        log.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
