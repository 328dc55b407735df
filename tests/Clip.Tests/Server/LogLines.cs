using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Clip.Tests.Server;

/// <summary>What a server logs, each entry with the exception that it carries.</summary>
internal sealed class LogLines(LogLevel least = LogLevel.Trace) : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(string Text, Exception? Error)> _entries = new();

    public IEnumerable<(string Text, Exception? Error)> Entries => _entries;

    public IEnumerable<string> Lines => _entries.Select(static entry => entry.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => _entries.Enqueue((formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
