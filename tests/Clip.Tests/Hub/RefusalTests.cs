using System.Net;
using System.Net.Sockets;
using Clip.Hub;

namespace Clip.Tests.Hub;

/// <summary>Responses of a hub other than a file, and their error messages.</summary>
public class RefusalTests : HubTest
{
    private const string Graph = "/onnx/model.onnx";

    public static TheoryData<int, string?, string?, string, string> Refusals => new()
    {
        { 401, null, "GatedRepo", "is gated", "accept it at" },
        { 403, null, "GatedRepo", "is gated", "set HF_TOKEN" },
        { 403, "hf_mine", "GatedRepo", "is gated", "the account that the token belongs to" },
        { 401, null, null, "does not exist, or is private or gated", "set HF_TOKEN" },
        { 401, null, "RepoNotFound", "does not exist, or is private or gated", "set HF_TOKEN" },
        { 401, "hf_mine", null, "does not accept the token", "make a new one" },
        { 401, "hf_mine", "RepoNotFound", "does not exist, or is private", "whether the token may read it" },
        { 403, null, null, "forbids the download", "set HF_TOKEN" },
        { 404, null, "RepoNotFound", "does not exist (404)", "check the name" },
        { 404, null, "RevisionNotFound", "has no revision 'main'", "branches and tags" },
        { 404, null, null, "does not exist (404)", "check the name" },
        { 407, null, null, "the proxy wants a user", "HTTPS_PROXY" },
        { 418, null, null, "answers 418", "check HF_ENDPOINT" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_list_is_reported_with_reason_and_remedy(
        int status, string? token, string? code, string problem, string remedy)
    {
        AddBytes(1000);
        Hub.Script(
            "/revision/main", _ => code is null ? Reply.Of(status) : Reply.Of(status).With("X-Error-Code", code));

        var error = await FailsAsync(() => PullAsync(Options(options => options.Token = token)));

        Assert.Contains(problem, error.Message);
        Assert.Contains(remedy, error.Message);
        Assert.StartsWith(Name, error.Subject);
        Assert.Empty(Time.Pauses);
        Assert.DoesNotContain("hf_mine", error.Message);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Temporary_errors_are_retried_after_growing_pauses(int status)
    {
        AddBytes(1000);
        Hub.Script("/revision/main", _ => Reply.Of(status), _ => Reply.Of(status));
        Hub.Script(Graph, _ => Reply.Of(status), _ => Reply.Of(status), _ => Reply.Of(status));

        await PullAsync();

        Assert.NotNull(Cache.Find(Model));
        Assert.Equal(5, Time.Pauses.Count);
        Assert.All(Time.Pauses, pause => Assert.InRange(pause, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_last_response_is_reported_after_all_retries()
    {
        AddBytes(1000);
        Hub.Script(Graph, [.. Enumerable.Repeat<Func<Reply, Reply>>(_ => Reply.Of(503), 10)]);

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("answers 503", error.Message);
        Assert.Equal(6, Hub.RequestsFor(Graph).Count);
    }

    [Fact]
    public async Task The_pause_that_the_hub_asks_for_is_kept()
    {
        AddBytes(1000);
        Hub.Script(Graph,
            _ => Reply.Of(429).With("Retry-After", "37"),
            _ => Reply.Of(429).With("RateLimit", "\"resolvers\";r=0;t=41"),
            _ => Reply.Of(503).With("Date", "Wed, 21 Oct 2026 07:28:00 GMT")
                .With("Retry-After", "Wed, 21 Oct 2026 07:28:05 GMT"));

        await PullAsync();

        Assert.Equal([37, 41, 5], Time.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task A_pause_of_an_hour_is_reported_and_not_kept()
    {
        AddBytes(1000);
        Hub.Script(Graph, _ => Reply.Of(429).With("Retry-After", "3600"));

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("60 minutes", error.Message);
        Assert.Empty(Time.Pauses);
    }

    [Fact]
    public async Task A_listed_file_that_is_missing_is_reported()
    {
        AddBytes(1000);
        Hub.Script(Graph, _ => Reply.Of(404));

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("is listed, but not there", error.Message);
        Assert.Contains("onnx/model.onnx", error.Subject);
    }

    [Fact]
    public async Task A_repository_without_a_known_layout_is_reported()
    {
        Hub.Add(LocalRepository.WithTexts(Name, "config.json", "model.safetensors"));

        Assert.Contains("no ONNX model", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task A_missing_variant_is_reported_with_the_available_ones()
    {
        Hub.Add(
            LocalRepository.WithTexts(
                Name, "config.json", "onnx/text_model.onnx", "onnx/vision_model.onnx", "onnx/text_model_q4f16.onnx"));

        var error = await FailsAsync(() => PullAsync(variant: "fp16"));

        Assert.Contains("no variant 'fp16'", error.Message);
        Assert.Contains("it has fp32, q4f16", error.Message);
    }

    [Fact]
    public async Task A_hub_that_does_not_run_is_reported_at_once()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();

        var error = await FailsAsync(
            () => PullAsync(Options(options => options.Endpoint = new Uri($"http://127.0.0.1:{port}"))));

        Assert.Contains("127.0.0.1 cannot be reached", error.Message);
        Assert.Contains("HTTPS_PROXY", error.Message);
        Assert.Empty(Time.Pauses);
    }

    [Fact]
    public async Task An_unknown_host_is_reported_at_once()
    {
        // The name is reserved for never being known (RFC 6761).
        var error = await FailsAsync(
            () => PullAsync(Options(options => options.Endpoint = new Uri("http://hub.invalid"))));

        Assert.Contains("hub.invalid is not known", error.Message);
        Assert.Empty(Time.Pauses);
    }

    [Fact]
    public async Task Offline_no_request_is_sent()
    {
        AddBytes(1000);

        var error = await FailsAsync(() => PullAsync(Options(options => options.Offline = true)));

        Assert.Contains("HF_HUB_OFFLINE", error.Message);
        Assert.Empty(Hub.Requests);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_reported()
    {
        AddBytes(1000);
        Directory.CreateDirectory(Path.GetDirectoryName(CacheFolder)!);
        File.WriteAllText(CacheFolder, "a file where the folder should be");

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("cannot be written", error.Message);
        Assert.Contains("HF_HUB_CACHE", error.Message);
    }

    [Fact]
    public void A_refusal_without_the_token_is_reported_with_that_reason()
    {
        var error = HubFailure.FromStatus(
            new HttpResponseMessage(HttpStatusCode.Unauthorized)
            {
                RequestMessage = new HttpRequestMessage(HttpMethod.Get, "http://mirror.example/api"),
            },
            Name, Model, new HubOptions { Endpoint = new Uri("http://mirror.example"), Token = "hf_mine" },
            sentToken: false);

        Assert.Contains("not reached over https", error.Message);
    }
}
