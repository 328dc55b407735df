using System.Text;
using System.Text.Json.Nodes;

namespace Clip.Tests.Hub;

/// <summary>
/// A hub with a wrong list of files: names that leave the folder, responses that are not lists, endless lists.
/// </summary>
public class UntrustedListTests : HubTest
{
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
    public async Task A_repository_with_a_name_that_leaves_the_folder_is_refused(string evil)
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
    public async Task A_name_that_is_not_portable_is_refused_where_it_is_needed(string name)
    {
        var repository = AddBytes(1000);
        repository.Files["modules.json"] = "[]"u8.ToArray();
        repository.Files[name.Replace("CON/", "CON./", StringComparison.Ordinal)] = [1];

        Assert.Contains("not every system", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task Names_that_only_differ_in_case_are_refused()
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
        """
        {"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[{"rfilename":"a","size":99999999999999999999}]}
        """,
        """
        
         {"sha":"0123456789abcdef0123456789abcdef01234567",
         "siblings":[{"rfilename":"a","size":1,"lfs":{"sha256":"../../evil"}}]}
        """,
        """
        
         {"sha":"0123456789abcdef0123456789abcdef01234567",
         "siblings":[{"rfilename":"a","size":1},{"rfilename":"a","size":2}]}
        """,
        new string('[', 100_000),
    };

    [Theory]
    [MemberData(nameof(BrokenLists))]
    public async Task A_response_that_is_not_a_list_of_files_is_reported(string answer)
    {
        Hub.Add(new LocalRepository(Name));
        Hub.Script("/revision/main", _ => Reply.Of(200, answer));

        Assert.Contains("not a hub's list of files", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task An_endless_list_is_refused_after_32_MB()
    {
        Hub.Add(new LocalRepository(Name));
        Hub.Script("/revision/main", _ => new Reply(200, new byte[40 << 20]) { HidesLength = true });

        Assert.Contains("longer than 32 MB", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task A_very_slow_list_is_abandoned()
    {
        Hub.Add(new LocalRepository(Name));
        Hub.Script(
            "/revision/main",
            [.. Enumerable.Repeat<Func<Reply, Reply>>(
                _ => new Reply(200, new byte[1000]) { Drips = TimeSpan.FromMilliseconds(20) }, 6)]);

        var options = Options(options => options.SilenceLimit = TimeSpan.FromMilliseconds(200));
        Assert.Contains("too slow", (await FailsAsync(() => PullAsync(options))).Message);
    }

    [Fact]
    public async Task A_tree_with_endless_pages_is_refused()
    {
        Hub.Add(LocalRepository.WithTexts(Name, "config.json", "onnx/model.onnx"));
        Hub.LeavesOutHashes = true;
        const string tree = "/tree/0123456789abcdef0123456789abcdef01234567";
        var link = $"<{Hub.Endpoint}api/models/{Name}{tree}>; rel=\"next\"";
        Func<Reply, Reply> endless = reply => (reply with { Body = "[]"u8.ToArray() }).With("Link", link);
        Hub.Script(tree, [.. Enumerable.Repeat(endless, 1001)]);

        Assert.Contains("pages", (await FailsAsync(() => PullAsync())).Message);
    }

    [Fact]
    public async Task A_tree_that_continues_at_another_server_is_refused()
    {
        Hub.Add(LocalRepository.WithTexts(Name, "config.json", "onnx/model.onnx"));
        Hub.LeavesOutHashes = true;
        Hub.Script(
            "/tree/0123456789abcdef0123456789abcdef01234567",
            reply => reply.With("Link", "<http://127.0.0.2/x>; rel=\"next\""));

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
