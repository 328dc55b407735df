using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Clip.Tests.Hub;

/// <summary>A request as the hub received it.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The path without host and query.</summary>
    public string Path { get; } = Uri.UnescapeDataString(
        (Target.StartsWith("http://", StringComparison.Ordinal) ? new Uri(Target).PathAndQuery : Target).Split('?')[0]);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What the hub answers, and how it misbehaves while it does.</summary>
internal sealed record Reply(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Bytes of the body after which the connection is cut.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Keeps the connection open in silence where it would be cut.</summary>
    public bool StallsInsteadOfCutting { get; init; }

    /// <summary>Called when the bytes before the cut have been sent.</summary>
    public Action? AfterCut { get; init; }

    /// <summary>Leaves out Content-Length, so that the end of the connection is the end of the body.</summary>
    public bool HidesLength { get; init; }

    /// <summary>Sends the body byte by byte with such a pause between two.</summary>
    public TimeSpan? Drips { get; init; }

    /// <summary>Done before the answer is sent.</summary>
    public Func<Task>? Before { get; init; }

    public Reply With(string name, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers) { [name] = value } };

    public static Reply Of(int status, string body = "") => new(status, Encoding.UTF8.GetBytes(body));
}

/// <summary>
/// A model hub on this machine that can be made to misbehave: it cuts connections, lies, refuses, redirects. Requests
/// for what no test has scripted are answered as the real hub does.
/// </summary>
internal sealed class LocalHub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<Reply, Reply>>> _scripts = new();
    private readonly ConcurrentDictionary<string, LocalRepository> _repositories = new();

    public LocalHub()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    /// <summary>
    /// Where large files are redirected to, under another host name, as the real hub does; null serves them here.
    /// </summary>
    public LocalHub? ContentNetwork { get; set; }

    /// <summary>The token that is wanted; null lets everybody in.</summary>
    public string? WantedToken { get; set; }

    /// <summary>Whether the short answer leaves out sizes and hashes, as some mirrors do.</summary>
    public bool LeavesOutHashes { get; set; }

    public LocalRepository Add(LocalRepository repository) => _repositories[repository.Name] = repository;

    /// <summary>Changes the answers to the next requests for paths that end so, one after the other.</summary>
    public void Script(string pathEnd, params Func<Reply, Reply>[] changes)
    {
        var queue = _scripts.GetOrAdd(pathEnd, static _ => new());
        foreach (var change in changes)
            queue.Enqueue(change);
    }

    /// <summary>The requests for paths that end so.</summary>
    public IReadOnlyList<ReceivedRequest> RequestsFor(string pathEnd) =>
        [.. Requests.Where(request => request.Path.EndsWith(pathEnd, StringComparison.Ordinal))];

    public void Dispose()
    {
        _stopped.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopped.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                if (await ReadAsync(stream) is not { } request)
                    return;
                Requests.Enqueue(request);
                var reply = Answer(request);
                foreach (var (end, queue) in _scripts)
                {
                    if (request.Path.EndsWith(end, StringComparison.Ordinal) && queue.TryDequeue(out var change))
                        reply = change(reply);
                }
                if (reply.Before is { } before)
                    await before();
                await SendAsync(client, stream, request, reply);
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // The client has gone away.
            }
        }
    }

    private async Task<ReceivedRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stopped.Token) == 0)
                return null;
            head.Append((char)one[0]);
        }
        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines[1..].Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[^1], StringComparer.OrdinalIgnoreCase);
        return new ReceivedRequest(first[0], first[1], headers);
    }

    private Reply Answer(ReceivedRequest request)
    {
        if (WantedToken is { } token && request.Header("Authorization") != "Bearer " + token)
            return Reply.Of(401).With("X-Error-Code", "GatedRepo");
        foreach (var repository in _repositories.Values)
        {
            if (repository.Answer(request, this) is { } reply)
                return reply;
        }
        return Reply.Of(404).With("X-Error-Code", "RepoNotFound");
    }

    private async Task SendAsync(TcpClient client, NetworkStream stream, ReceivedRequest request, Reply reply)
    {
        var head = new StringBuilder();
        head.Append(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {reply.Status} {(HttpStatusCode)reply.Status}\r\nConnection: close\r\n");
        if (!reply.HidesLength && !reply.Headers.ContainsKey("Content-Length"))
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {reply.Body.Length}\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), _stopped.Token);
        for (var at = 0; reply.Drips is { } pause && at < reply.Body.Length; at++)
        {
            await stream.WriteAsync(reply.Body.AsMemory(at, 1), _stopped.Token);
            await Task.Delay(pause, _stopped.Token);
        }
        if (request.Method != "HEAD" && reply.Drips is null)
            await stream.WriteAsync(reply.Body.AsMemory(0, reply.CutAfter ?? reply.Body.Length), _stopped.Token);
        if (reply.CutAfter is null)
            return;
        reply.AfterCut?.Invoke();
        if (reply.StallsInsteadOfCutting)
            await Task.Delay(Timeout.Infinite, _stopped.Token);
        // Closing after all was sent lets the bytes before the cut arrive; a reset could overtake them.
        client.Client.Shutdown(SocketShutdown.Send);
    }
}
