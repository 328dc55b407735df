using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Clip.Server;
using Clip.Server.Hosting;

namespace Clip.Tests.Server.Mcp;

/// <summary>A server over a pair of streams in this process, and the client's end of it.</summary>
internal sealed class StdioConnection : IAsyncDisposable
{
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private readonly StreamReader _answers;
    private readonly Dictionary<string, JsonElement> _received = [];
    private readonly List<JsonElement> _withoutId = [];
    private readonly Task _running;
    private int _next = 100;

    private StdioConnection(Action<ClipServerOptions> configure)
    {
        _answers = new StreamReader(_output.Reader.AsStream(), Encoding.UTF8);
        _running = RunAsync(configure);
    }

    /// <summary>Answers to what was no request.</summary>
    public IReadOnlyList<JsonElement> WithoutId => _withoutId;

    /// <summary>Starts a server of folders whose indexes are not updated.</summary>
    public static StdioConnection Open(GalleryServer server, params string[] folders) => new(options =>
    {
        options.Models.Add(new MountedModelOptions("clip-mini", server.Model));
        options.Libraries.Add(new MountedLibraryOptions(
            "clip-mini", "clip-mini",
            [.. folders.Select(static folder => new SearchedFolder(IndexLocation.For(folder)))])
        { Update = false });
    });

    /// <summary>Sends a line.</summary>
    public async Task SendAsync(string line)
    {
        await _input.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), TestContext.Current.CancellationToken);
    }

    /// <summary>The message that answers a request.</summary>
    public async Task<JsonElement> ReceiveAsync(string id)
    {
        while (true)
        {
            if (_received.TryGetValue(id, out var message))
                return message;
            var line = await _answers.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            var read = JsonElement.Parse(line);
            if (read.GetProperty("id").ValueKind == JsonValueKind.Null)
                _withoutId.Add(read);
            else
                _received[read.GetProperty("id").ToString()] = read;
        }
    }

    /// <summary>Calls a tool, as a client of an older revision.</summary>
    public async Task<JsonElement> CallAsync(string tool, string arguments)
    {
        var id = $"{++_next}";
        var parameters = $$"""{"name":"{{tool}}","arguments":{{arguments}}}""";
        await SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/call","params":{{parameters}}}""");
        return (await ReceiveAsync(id)).GetProperty("result");
    }

    /// <summary>Ends the input, and waits for the end of the server.</summary>
    public async Task EndAsync()
    {
        await _input.Writer.CompleteAsync();
        await _running.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _answers.Dispose();
    }

    private async Task RunAsync(Action<ClipServerOptions> configure)
    {
        await ClipStdioHost.RunAsync(
            configure, _input.Reader.AsStream(), _output.Writer.AsStream(leaveOpen: true),
            cancellationToken: TestContext.Current.CancellationToken);
        await _output.Writer.CompleteAsync();
    }
}
