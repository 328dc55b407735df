using System.Text;
using System.Text.Json.Nodes;
using Clip.Hub;

namespace Clip.Tests.Hub;

/// <summary>A hub that lies, or wants to reach beyond the cache or to the token.</summary>
public class UntrustedHubTests : HubTest
{
    private const string Graph = "/onnx/model.onnx";

    [Fact]
    public async Task Content_of_another_hash_is_deleted_and_told_with_both_hashes()
    {
        var repository = AddBytes(300_000);
        var wrong = (byte[])repository.Files["onnx/model.onnx"].Clone();
        wrong[150_000] ^= 1;
        Hub.Script(Graph, reply => reply with { Body = wrong });

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains(repository.ContentId("onnx/model.onnx"), error.Message);
        Assert.Contains(LocalRepository.Sha256(wrong), error.Message);
        Assert.Contains("the file was deleted", error.Message);
        Assert.False(File.Exists(Path.Combine(RepositoryFolder, "blobs", repository.ContentId("onnx/model.onnx") + ".incomplete")));
        Assert.Null(Cache.Find(Model));
    }

    [Fact]
    public async Task Small_files_are_checked_against_their_git_id()
    {
        AddGolden("clip-split");
        Hub.Script("/resolve/0123456789abcdef0123456789abcdef01234567/config.json", reply => reply with { Body = [.. reply.Body[..^1], (byte)' '] });

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("Git SHA-1", error.Message);
        Assert.Contains("config.json", error.Subject);
    }

    [Fact]
    public async Task A_length_that_differs_from_the_list_is_refused_before_the_body_is_read()
    {
        AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { Body = [.. reply.Body, 0], CutAfter = 0, StallsInsteadOfCutting = true });

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("300,001 bytes", error.Message);
        Assert.Contains("300,000", error.Message);
    }

    [Fact]
    public async Task A_body_without_end_is_read_no_further_than_its_length()
    {
        var repository = AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { Body = [.. reply.Body, .. new byte[10 << 20]], HidesLength = true });

        var folder = await PullAsync();

        Assert.Equal(repository.Files["onnx/model.onnx"], File.ReadAllBytes(Path.Combine(folder, "onnx", "model.onnx")));
    }

    [Fact]
    public async Task An_announced_hash_that_differs_from_the_list_is_refused_before_the_body_is_read()
    {
        using var network = new LocalHub();
        var repository = AddBytes(300_000);
        network.Add(repository);
        Hub.ContentNetwork = network;
        Hub.Script(Graph, reply => reply.With("X-Linked-ETag", $"\"{new string('a', 64)}\""));
        network.Script(repository.ContentId("onnx/model.onnx"), reply => reply with { CutAfter = 0, StallsInsteadOfCutting = true });

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains(new string('a', 64), error.Message);
    }

    [Fact]
    public async Task A_packed_body_is_refused()
    {
        AddBytes(300_000);
        Hub.Script(Graph, reply => reply.With("Content-Encoding", "gzip"));

        Assert.Contains("gzip", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task Another_part_than_was_asked_for_is_refused()
    {
        AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { CutAfter = 100_000 }, reply => reply.With("Content-Range", "bytes 5-299999/300000"));

        Assert.Contains("another part", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_not_where_it_redirects_to()
    {
        using var network = new LocalHub();
        network.Add(AddGolden("clip-split"));
        Hub.ContentNetwork = network;
        Hub.WantedToken = "hf_secret";

        var folder = await PullAsync(Options() with { Token = "hf_secret" });

        Assert.NotNull(Cache.Find(Model));
        Assert.All(Hub.Requests, request => Assert.Equal("Bearer hf_secret", request.Header("Authorization")));
        Assert.True(network.Requests.Count >= 3);
        Assert.All(network.Requests, request => Assert.Null(request.Header("Authorization")));
        Assert.All(network.Requests, request => Assert.DoesNotContain(request.Headers.Values, value => value.Contains("hf_secret", StringComparison.Ordinal)));
        Assert.NotEmpty(folder);
    }

    [Fact]
    public async Task A_cut_at_the_content_network_is_taken_up_by_way_of_the_hub()
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
        Assert.Equal([null, "bytes=100000-", "bytes=100000-"], network.RequestsFor(content).Select(request => request.Header("Range")));
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
        Hub.Script("/old/name/revision/main", _ => Reply.Of(status).With("Location", $"/api/models/{Name}/revision/main?blobs=true"));

        var plan = await Client(Options() with { Token = "hf_secret" }).PlanAsync(ModelReference.Parse("old/name"), null, cancellationToken: Token);

        Assert.NotEmpty(plan.Files);
    }

    [Fact]
    public async Task A_circle_of_redirects_is_left()
    {
        AddGolden("clip-split");
        Hub.Script("/revision/main", [.. Enumerable.Repeat<Func<Reply, Reply>>(_ => Reply.Of(302).With("Location", $"/api/models/{Name}/revision/main"), 50)]);

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
    public void A_redirect_from_an_encrypted_to_a_plain_address_is_refused()
    {
        var error = Assert.Throws<HubException>(() => HubConnection.RefuseUnsafe(new("https://hub.example/a"), new("http://hub.example/a"), "owner/name"));

        Assert.Contains("unencrypted", error.Message);
        HubConnection.RefuseUnsafe(new("https://hub.example/a"), new("https://cdn.example/a"), "owner/name");
    }

    [Theory]
    [InlineData("../../../evil")]
    [InlineData("onnx/../../evil")]
    [InlineData("/etc/cron.d/evil")]
    [InlineData("C:/Windows/evil")]
    [InlineData("C:evil")]
    [InlineData("..\\..\\evil")]
    [InlineData("\\\\server\\share\\evil")]
    [InlineData("onnx//model.onnx")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData(".")]
    [InlineData("")]
    public async Task A_name_that_leads_outside_the_folder_condemns_the_repository(string evil)
    {
        var repository = AddBytes(1000);
        repository.Files["harmless"] = [1];
        repository.Lies["harmless"] = entry => entry["rfilename"] = evil;

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("not a hub's list", error.Message);
        Assert.DoesNotContain(Hub.Requests, request => request.Path.Contains("/resolve/"));
    }

    [Theory]
    [InlineData("1_CON/config.json")]
    [InlineData("1_a:b/config.json")]
    public async Task A_name_that_some_systems_cannot_have_is_refused_where_it_is_needed(string name)
    {
        var repository = AddBytes(1000);
        repository.Files["modules.json"] = "[]"u8.ToArray();
        repository.Files[name.Replace("CON/", "CON./", StringComparison.Ordinal)] = [1];

        Assert.Contains("not every system", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task Names_that_differ_in_capitals_only_are_refused()
    {
        var repository = AddBytes(1000);
        repository.Files["modules.json"] = "[]"u8.ToArray();
        repository.Files["1_Pooling/config.json"] = [1];
        repository.Files["1_pooling/config.json"] = [2];

        Assert.Contains("capitals", (await FailsAsync(() => PullAsync())).Message);
    }

    public static TheoryData<string> BrokenLists => new()
    {
        "",
        "<html>Please log in to the hotel's network</html>",
        "[]",
        "{}",
        """{"sha":"main"}""",
        """{"sha":"../../../../../../../../../../../../../../","siblings":[]}""",
        """{"sha":5}""",
        """{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[5]}""",
        """{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[{"rfilename":"a","size":-1}]}""",
        """{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[{"rfilename":"a","size":99999999999999999999}]}""",
        """{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[{"rfilename":"a","size":1,"lfs":{"sha256":"../../evil"}}]}""",
        """{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[{"rfilename":"a","size":1},{"rfilename":"a","size":2}]}""",
        new string('[', 100_000),
    };

    [Theory]
    [MemberData(nameof(BrokenLists))]
    public async Task An_answer_that_is_not_a_list_of_files_is_told(string answer)
    {
        Hub.Add(new LocalRepository(Name));
        Hub.Script("/revision/main", _ => Reply.Of(200, answer));

        Assert.Contains("not a hub's list of files", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task A_list_without_end_is_left_after_32_MB()
    {
        Hub.Add(new LocalRepository(Name));
        Hub.Script("/revision/main", _ => new Reply(200, new byte[40 << 20]) { HidesLength = true });

        Assert.Contains("longer than 32 MB", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task A_list_that_drips_is_left()
    {
        Hub.Add(new LocalRepository(Name));
        Hub.Script("/revision/main", [.. Enumerable.Repeat<Func<Reply, Reply>>(_ => new Reply(200, new byte[1000]) { Drips = TimeSpan.FromMilliseconds(20) }, 6)]);

        Assert.Contains("too slow", (await FailsAsync(() => PullAsync(Options() with { SilenceLimit = TimeSpan.FromMilliseconds(200) }))).Message);
    }

    [Fact]
    public async Task A_tree_whose_pages_never_end_is_left()
    {
        Hub.Add(LocalRepository.WithTexts(Name, "config.json", "onnx/model.onnx"));
        Hub.LeavesOutHashes = true;
        Hub.Script("/tree/0123456789abcdef0123456789abcdef01234567", [.. Enumerable.Repeat<Func<Reply, Reply>>(
            reply => (reply with { Body = "[]"u8.ToArray() }).With("Link", $"<{Hub.Endpoint}api/models/{Name}/tree/0123456789abcdef0123456789abcdef01234567>; rel=\"next\""), 1001)]);

        Assert.Contains("pages", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task A_tree_that_goes_on_at_another_server_is_refused()
    {
        Hub.Add(LocalRepository.WithTexts(Name, "config.json", "onnx/model.onnx"));
        Hub.LeavesOutHashes = true;
        Hub.Script("/tree/0123456789abcdef0123456789abcdef01234567", reply => reply.With("Link", "<http://127.0.0.2/x>; rel=\"next\""));

        Assert.Contains("another server", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task A_file_without_a_hash_is_not_downloaded()
    {
        var repository = AddBytes(1000);
        repository.Lies["config.json"] = entry =>
        {
            entry.Remove("blobId");
            entry.Remove("oid");
        };

        Assert.Contains("does not say its hash", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task More_files_than_any_model_has_are_refused()
    {
        Hub.Add(new LocalRepository(Name));
        var list = new StringBuilder("""{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[""");
        for (var i = 0; i <= 50_000; i++)
            list.Append(i == 0 ? "" : ",").Append(new JsonObject { ["rfilename"] = $"f{i}" }.ToJsonString());
        list.Append("]}");
        Hub.Script("/revision/main", _ => Reply.Of(200, list.ToString()));

        Assert.Contains("more than 50,000 files", (await FailsAsync(() => PullAsync())).Message);
    }
}
