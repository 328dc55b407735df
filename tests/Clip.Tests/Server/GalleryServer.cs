using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Clip.Server;
using Clip.Server.Hosting;
using Clip.Tests.Cli;
using Clip.Tests.Models;
using Clip.Tests.Server;
using Microsoft.Extensions.Hosting;

[assembly: AssemblyFixture(typeof(GalleryServer))]

namespace Clip.Tests.Server;

/// <summary>A server of the gallery in this process, started when a test first asks for it.</summary>
public sealed class GalleryServer : IAsyncDisposable
{
    private readonly Lazy<ClipModel> _model = new(EmbeddedModel.Load);
    private readonly Lock _turn = new();
    private Task<ClipServerHost>? _host;

    /// <summary>The model, for servers that tests start by themselves.</summary>
    internal ClipModel Model => _model.Value;

    /// <summary>The server, which nobody stops.</summary>
    internal Task<ClipServerHost> Host
    {
        get
        {
            lock (_turn)
                return _host ??= StartAsync(static _ => { });
        }
    }

    /// <summary>Starts another server of the same gallery.</summary>
    internal Task<ClipServerHost> StartAsync(Action<ClipServerOptions> configure, ConnectionLimits limits) =>
        StartAsync(configure, listen => listen with { Limits = limits });

    /// <inheritdoc cref="StartAsync(Action{ClipServerOptions}, ConnectionLimits)"/>
    internal async Task<ClipServerHost> StartAsync(
        Action<ClipServerOptions> configure, Func<ListenOptions, ListenOptions>? listen = null,
        Action<IHostApplicationBuilder>? extend = null)
    {
        var address = new ListenOptions(System.Net.IPAddress.Loopback, 0);
        var folder = await IndexedGallery.Current!.Folder;
        return await ClipServerHost.StartAsync(
            options =>
            {
                options.Models.Add(new MountedModelOptions("clip-mini", Model));
                options.Libraries.Add(new MountedLibraryOptions(
                    "clip-mini", "clip-mini", [new SearchedFolder(IndexLocation.For(folder))])
                { Update = false });
                configure(options);
            },
            listen?.Invoke(address) ?? address, extend, TestContext.Current.CancellationToken);
    }

    /// <summary>A client of the server.</summary>
    internal async Task<HttpClient> ClientAsync() => new() { BaseAddress = (await Host).Address };

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await (await _host).DisposeAsync();
        if (_model.IsValueCreated)
            _model.Value.Dispose();
    }
}

/// <summary>Sends requests and reads answers.</summary>
internal static class Requests
{
    /// <summary>The JSON of an answer with a status.</summary>
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> request, int status = 200)
    {
        using var response = await request;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}, not {status}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>Sends JSON.</summary>
    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, string json) =>
        client.PostAsync(
            path, new StringContent(json, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    /// <summary>Reads an address.</summary>
    public static Task<HttpResponseMessage> FetchAsync(this HttpClient client, string path) =>
        client.GetAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Sends a request with a header.</summary>
    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = new StringContent("""{"input":"a cat"}""", Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A form with one picture of the gallery and further fields.</summary>
    public static MultipartFormDataContent Form(string picture, params (string Name, string Value)[] fields)
    {
        var file = new ByteArrayContent(File.ReadAllBytes(Path.Combine(EmbeddedModel.Gallery, picture)));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var form = new MultipartFormDataContent { { file, "image", "x.jpg" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }
}
