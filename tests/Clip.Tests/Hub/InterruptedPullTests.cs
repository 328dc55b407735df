namespace Clip.Tests.Hub;

/// <summary>Connections that break, fall silent, or are cut from this side.</summary>
public class InterruptedPullTests : HubTest
{
    private const string Graph = "/onnx/model.onnx";

    [Fact]
    public async Task A_broken_transfer_resumes_where_it_broke()
    {
        var repository = AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { CutAfter = 100_000 }, reply => reply with { CutAfter = 50_000 });

        var folder = await PullAsync();

        Assert.Equal(
            repository.Files["onnx/model.onnx"], File.ReadAllBytes(Path.Combine(folder, "onnx", "model.onnx")));
        Assert.Equal(
            [null, "bytes=100000-", "bytes=150000-"],
            Hub.RequestsFor(Graph).Select(request => request.Header("Range")));
        Assert.Equal($"\"{repository.ContentId("onnx/model.onnx")}\"", Hub.RequestsFor(Graph)[1].Header("If-Range"));
    }

    [Fact]
    public async Task A_body_that_ends_early_without_an_error_is_resumed_too()
    {
        var repository = AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { CutAfter = 100_000, HidesLength = true });

        var folder = await PullAsync();

        Assert.Equal(
            repository.Files["onnx/model.onnx"], File.ReadAllBytes(Path.Combine(folder, "onnx", "model.onnx")));
    }

    [Fact]
    public async Task A_transfer_that_makes_progress_before_it_breaks_never_runs_out_of_retries()
    {
        var repository = AddBytes(9 << 20);
        Hub.Script(Graph, [.. Enumerable.Repeat<Func<Reply, Reply>>(reply => reply with { CutAfter = 5 << 18 }, 7)]);

        var folder = await PullAsync(Options(options => options.Retries = 1));

        Assert.Equal(
            repository.Files["onnx/model.onnx"], File.ReadAllBytes(Path.Combine(folder, "onnx", "model.onnx")));
        Assert.Empty(Time.Pauses);
    }

    [Fact]
    public async Task A_transfer_without_progress_fails_and_the_next_run_continues()
    {
        var repository = AddBytes(300_000);
        Hub.Script(
            Graph, reply => reply with { CutAfter = 100_000 }, reply => reply with { CutAfter = 0 },
            reply => reply with { CutAfter = 0 });

        var error = await FailsAsync(() => PullAsync(Options(options => options.Retries = 2)));
        Assert.Contains("connection broke", error.Message);
        Assert.Contains("what has arrived is kept", error.Message);
        Assert.Equal(
            100_000,
            new FileInfo(Path.Combine(
                RepositoryFolder, "blobs", repository.ContentId("onnx/model.onnx") + ".incomplete")).Length);
        Assert.Null(Cache.Find(Model));

        await PullAsync();
        Assert.Equal("bytes=100000-", Hub.RequestsFor(Graph)[^1].Header("Range"));
        Assert.NotNull(Cache.Find(Model));
    }

    [Fact]
    public async Task The_part_of_an_earlier_run_is_checked_before_it_is_continued()
    {
        var repository = AddBytes(300_000);
        var blobs = Directory.CreateDirectory(Path.Combine(RepositoryFolder, "blobs"));
        File.WriteAllBytes(
            Path.Combine(blobs.FullName, repository.ContentId("onnx/model.onnx") + ".incomplete"), new byte[200_000]);

        var folder = await PullAsync();

        Assert.Equal(
            repository.Files["onnx/model.onnx"], File.ReadAllBytes(Path.Combine(folder, "onnx", "model.onnx")));
        Assert.Equal(["bytes=200000-", null], Hub.RequestsFor(Graph).Select(request => request.Header("Range")));
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_whole_is_discarded()
    {
        var repository = AddBytes(300_000);
        var blobs = Directory.CreateDirectory(Path.Combine(RepositoryFolder, "blobs"));
        File.WriteAllBytes(
            Path.Combine(blobs.FullName, repository.ContentId("onnx/model.onnx") + ".incomplete"), new byte[300_001]);

        await PullAsync();

        Assert.Null(Assert.Single(Hub.RequestsFor(Graph)).Header("Range"));
    }

    [Fact]
    public async Task A_server_that_cannot_resume_starts_again()
    {
        var repository = AddBytes(300_000);
        Hub.Script(
            Graph, reply => reply with { CutAfter = 100_000 },
            _ => new Reply(200, repository.Files["onnx/model.onnx"]));

        var folder = await PullAsync();

        Assert.Equal(
            repository.Files["onnx/model.onnx"], File.ReadAllBytes(Path.Combine(folder, "onnx", "model.onnx")));
    }

    [Fact]
    public async Task A_transfer_whose_range_is_refused_starts_again()
    {
        var repository = AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { CutAfter = 100_000 }, _ => Reply.Of(416));

        await PullAsync();

        Assert.Equal([null, "bytes=100000-", null], Hub.RequestsFor(Graph).Select(request => request.Header("Range")));
        Assert.NotNull(Cache.Find(Model));
        Assert.Equal(repository.Commit, Path.GetFileName(Cache.Find(Model)));
    }

    [Fact]
    public async Task A_transfer_whose_ranges_are_all_refused_fails()
    {
        AddBytes(300_000);
        Hub.Script(
            Graph,
            [
                .. Enumerable.Repeat<Func<Reply,
                Reply>[]>([reply => reply with { CutAfter = 100_000 }, _ => Reply.Of(416)], 5).SelectMany(pair => pair)
            ]);

        var error = await FailsAsync(() => PullAsync());

        Assert.Contains("(416)", error.Message);
    }

    [Fact]
    public async Task A_request_to_a_silent_server_is_repeated()
    {
        var repository = AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { CutAfter = 100_000, StallsInsteadOfCutting = true });

        var folder = await PullAsync(Options(options => options.SilenceLimit = TimeSpan.FromMilliseconds(500)));

        Assert.Equal(
            repository.Files["onnx/model.onnx"], File.ReadAllBytes(Path.Combine(folder, "onnx", "model.onnx")));
    }

    [Fact]
    public async Task A_canceled_pull_ends_at_once_and_keeps_the_part_that_has_arrived()
    {
        AddBytes(300_000);
        Hub.Script(Graph, reply => reply with { CutAfter = 100_000, StallsInsteadOfCutting = true });
        using var cancel = new CancellationTokenSource();
        var client = Client();
        var plan = await client.PlanAsync(Model, null, cancellationToken: Token);
        var small = plan.Files.Where(file => file.Sha256 is null).Sum(file => file.Size);
        var progress = new CancelAt(100_000 + small, cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PullAsync(plan, progress, cancel.Token));

        Assert.Null(Cache.Find(Model));
        AssertNothingLooksComplete();
        await PullAsync();
        Assert.Equal("bytes=100000-", Hub.RequestsFor(Graph)[^1].Header("Range"));
    }

    [Fact]
    public async Task A_canceled_pause_ends_at_once()
    {
        AddBytes(300_000);
        Hub.Script(Graph, _ => Reply.Of(429).With("Retry-After", "200"));
        using var cancel = new CancellationTokenSource();
        using var client = new ModelHub(Options()); // the real clock
        var plan = await client.PlanAsync(Model, null, cancellationToken: Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.PullAsync(plan, new CancelAtPause(cancel), cancel.Token));
    }

    private sealed class CancelAt(long bytes, CancellationTokenSource cancel) : IProgress<PullProgress>
    {
        public void Report(PullProgress value)
        {
            if (value.Bytes >= bytes)
                cancel.Cancel();
        }
    }

    private sealed class CancelAtPause(CancellationTokenSource cancel) : IProgress<PullProgress>
    {
        public void Report(PullProgress value)
        {
            if (value.Pause is not null)
                cancel.Cancel();
        }
    }
}
