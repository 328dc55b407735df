using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Clip.Tests.Server.Security;

/// <summary>What the log says about refused requests.</summary>
public sealed class RefusalLogTests(GalleryServer server)
{
    [Fact]
    public async Task A_refusal_is_logged_with_the_status_that_the_client_got_and_the_reason_that_it_did_not()
    {
        using var log = new Messages();
        await using var host = await server.StartAsync(
            static options => options.AllowFetch = true, extend: builder => builder.Logging.AddProvider(log));
        using var client = new HttpClient { BaseAddress = host.Address };

        await client.PostAsync("/v1/embeddings", """{"input":{"image":"AAAA"}}""").JsonAsync(400);
        var answer = await client.PostAsync("/v1/embeddings", """{"input":{"image":"http://127.0.0.1:9/x.jpg?k=v"}}""")
            .JsonAsync(400);

        Assert.DoesNotContain("127.0.0.1", answer.ToString());
        Assert.All(log.Refusals, static line => Assert.Contains("answered 400", line));
        Assert.Equal(2, log.Refusals.Count());
        Assert.Contains("http://127.0.0.1:9/x.jpg: The address is not public.", log.Refusals.Last());
    }

    private sealed class Messages : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Refusals =>
            _lines.Where(static line => line.StartsWith("POST /v1/embeddings answered 4") && !line.EndsWith(" ms"));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => _lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
