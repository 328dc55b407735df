using System.Text;
using System.Threading.Channels;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Events;

/// <summary>
/// <c>GET /api/events</c>: what happens to the libraries, as server-sent events. A client that reads too slowly loses
/// the oldest ones. Thread-safe.
/// </summary>
internal sealed class EventHub
{
    private const int MostListeners = 256;
    private const int MostWaiting = 1024;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly Lock _turn = new();
    private readonly List<Channel<string>> _listeners = [];
    private readonly Dictionary<string, string> _latest = [];

    /// <summary>Whether anybody listens.</summary>
    public bool HasListeners
    {
        get
        {
            lock (_turn)
                return _listeners.Count > 0;
        }
    }

    /// <summary>Tells all listeners.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="json">Its data, on one line.</param>
    /// <param name="state">
    /// What the event replaces for those who come later; null where it is of no interest to them.
    /// </param>
    public void Publish(string name, string json, string? state = null)
    {
        var message = $"event: {name}\ndata: {json}\n\n";
        lock (_turn)
        {
            if (state is not null)
                _latest[state] = message;
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(message);
        }
    }

    public async Task HandleAsync(HttpContext context)
    {
        Describe(context.Response);
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        var channel = Channel.CreateBounded<string>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_turn)
        {
            if (_listeners.Count == MostListeners)
                throw RequestException.Busy(retryAfter: 10);
            foreach (var message in _latest.Values)
                channel.Writer.TryWrite(message);
            _listeners.Add(channel);
        }
        try
        {
            await SendAsync(channel.Reader, context).ConfigureAwait(false);
        }
        finally
        {
            lock (_turn)
                _listeners.Remove(channel);
        }
    }

    /// <summary>Ends all streams, so that the server can stop.</summary>
    public void Close()
    {
        lock (_turn)
        {
            foreach (var listener in _listeners)
                listener.Writer.TryComplete();
        }
    }

    private static void Describe(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static async Task SendAsync(ChannelReader<string> messages, HttpContext context)
    {
        var (response, aborted) = (context.Response, context.RequestAborted);
        await response.Body.WriteAsync(": connected\n\n"u8.ToArray(), aborted).ConfigureAwait(false);
        await response.Body.FlushAsync(aborted).ConfigureAwait(false);
        while (true)
        {
            var more = messages.WaitToReadAsync(aborted).AsTask();
            var text = new StringBuilder();
            if (await Task.WhenAny(more, Task.Delay(Heartbeat, aborted)).ConfigureAwait(false) != more)
                text.Append(": waiting\n\n");
            else if (!await more.ConfigureAwait(false))
                return;
            while (messages.TryRead(out var message))
                text.Append(message);
            await response.WriteAsync(text.ToString(), aborted).ConfigureAwait(false);
            await response.Body.FlushAsync(aborted).ConfigureAwait(false);
        }
    }
}
