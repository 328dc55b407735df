using Clip.Hub;

namespace Clip.Tests.Hub;

/// <summary>A hub that sends wrong content, or tries to write outside the cache or to get the token.</summary>
public class UntrustedHubTests : HubTest
{
    private const string Graph = "/onnx/model.onnx";

    [Fact]
    public async Task Content_of_another_hash_is_deleted_and_reported_with_both_hashes()
    {
        var repository = AddBytes(300_000);
        var wrong = (byte[])repository.Files["onnx/model.onnx"].Clone();
        wrong[150_000] ^= 1;
        Hub.Script(Graph, reply => reply with { Body = wrong });

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains(repository.ContentId("onnx/model.onnx"), error.Message);
        Assert.Contains(LocalRepository.Sha256(wrong), error.Message);
        Assert.Contains("the file was deleted", error.Message);
        Assert.False(
            File.Exists(
                Path.Combine(RepositoryFolder, "blobs", repository.ContentId("onnx/model.onnx") + ".incomplete")));
        Assert.Null(Cache.Find(Model));
    }

    [Fact]
    public async Task Small_files_are_checked_against_their_git_id()
    {
        AddGolden("clip-split");
        Hub.Script(
            "/resolve/0123456789abcdef0123456789abcdef01234567/config.json",
            reply => reply with { Body = [.. reply.Body[..^1], (byte)' '] });

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("Git SHA-1", error.Message);
        Assert.Contains("config.json", error.Subject);
    }

    [Fact]
    public async Task A_length_that_differs_from_the_list_is_refused_before_the_body_is_read()
    {
        AddBytes(300_000);
        Hub.Script(
            Graph, reply => reply with { Body = [.. reply.Body, 0], CutAfter = 0, StallsInsteadOfCutting = true });

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("300,001 bytes", error.Message);
        Assert.Contains("300,000", error.Message);
    }

    [Fact]
    public async Task An_endless_body_is_read_only_up_to_its_length()
    {
        var repository = AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { Body = [.. reply.Body, .. new byte[10 << 20]], HidesLength = true });

        var folder = await PullAsync();

        Assert.Equal(
            repository.Files["onnx/model.onnx"], File.ReadAllBytes(Path.Combine(folder, "onnx", "model.onnx")));
    }

    [Fact]
    public async Task An_announced_hash_that_differs_from_the_list_is_refused_before_the_body_is_read()
    {
        using var network = new LocalHub();
        var repository = AddBytes(300_000);
        network.Add(repository);
        Hub.ContentNetwork = network;
        Hub.Script(Graph, reply => reply.With("X-Linked-ETag", $"\"{new string('a', 64)}\""));
        network.Script(
            repository.ContentId("onnx/model.onnx"),
            reply => reply with { CutAfter = 0, StallsInsteadOfCutting = true });

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains(new string('a', 64), error.Message);
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        AddBytes(300_000);
        Hub.Script(Graph, reply => reply.With("Content-Encoding", "gzip"));

        Assert.Contains("gzip", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task Another_range_than_requested_is_refused()
    {
        AddBytes(300_000);
        Hub.Script(
            Graph, reply => reply with { CutAfter = 100_000 },
            reply => reply.With("Content-Range", "bytes 5-299999/300000"));

        Assert.Contains("another part", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task The_token_is_sent_to_the_hub_and_not_to_its_redirects()
    {
        using var network = new LocalHub();
        network.Add(AddGolden("clip-split"));
        Hub.ContentNetwork = network;
        Hub.WantedToken = "hf_secret";

        var folder = await PullAsync(Options(options => options.Token = "hf_secret"));

        Assert.NotNull(Cache.Find(Model));
        Assert.All(Hub.Requests, request => Assert.Equal("Bearer hf_secret", request.Header("Authorization")));
        Assert.True(network.Requests.Count >= 3);
        Assert.All(network.Requests, request => Assert.Null(request.Header("Authorization")));
        Assert.All(
            network.Requests,
            request => Assert.DoesNotContain(
                request.Headers.Values, value => value.Contains("hf_secret", StringComparison.Ordinal)));
        Assert.NotEmpty(folder);
    }

    [Fact]
    public async Task A_transfer_that_breaks_at_the_content_network_resumes_through_the_hub()
    {
        using var network = new LocalHub();
        var repository = AddBytes(300_000);
        network.Add(repository);
        Hub.ContentNetwork = network;
        var content = repository.ContentId("onnx/model.onnx");
        // The signed address of the first redirect has expired when it is used again.
        network.Script(content, reply => reply with { CutAfter = 100_000 }, _ => Reply.Of(403));

        await PullAsync();

        Assert.Equal(3, Hub.RequestsFor(Graph).Count);
        Assert.Equal(
            [null, "bytes=100000-", "bytes=100000-"],
            network.RequestsFor(content).Select(request => request.Header("Range")));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_moved_repository_is_followed_on_the_same_server_with_the_token(int status)
    {
        AddGolden("clip-split");
        Hub.WantedToken = "hf_secret";
        Hub.Script(
            "/old/name/revision/main",
            _ => Reply.Of(status).With("Location", $"/api/models/{Name}/revision/main?blobs=true"));

        var plan = await Client(Options(options => options.Token = "hf_secret")).PlanAsync(
            ModelReference.Parse("old/name"), null, cancellationToken: Token);

        Assert.NotEmpty(plan.Files);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        AddGolden("clip-split");
        Hub.Script(
            "/revision/main",
            [.. Enumerable.Repeat<Func<Reply, Reply>>(
                _ => Reply.Of(302).With("Location", $"/api/models/{Name}/revision/main"), 50)]);

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("redirects more than 10 times", error.Message);
        Assert.Equal(11, Hub.Requests.Count);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/x")]
    [InlineData("gopher://example.com/x")]
    public async Task Redirects_lead_to_web_addresses_only(string target)
    {
        AddGolden("clip-split");
        Hub.Script("/revision/main", _ => Reply.Of(302).With("Location", target));

        Assert.Contains("not a web address", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public void A_redirect_from_an_encrypted_to_an_unencrypted_address_is_refused()
    {
        var error = Assert.Throws<HubException>(
            () => HubConnection.RefuseUnsafe(new("https://hub.example/a"), new("http://hub.example/a"), "owner/name"));

        Assert.Contains("unencrypted", error.Message);
        HubConnection.RefuseUnsafe(new("https://hub.example/a"), new("https://cdn.example/a"), "owner/name");
    }
}
