using Clip.Files;
using Clip.Tests.Indexing;
using Clip.Watching;

namespace Clip.Tests.Watching;

/// <summary>A file that was found complete may be written again before it is read.</summary>
public sealed class UnfinishedFilesTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TestFolder _parent = new();

    public void Dispose() => _parent.Dispose();

    [Fact]
    public async Task What_changed_since_it_was_found_is_looked_at_again_and_is_no_failure_yet()
    {
        var path = _parent.At("half.bmp");
        await File.WriteAllTextAsync(path, "half", TestContext.Current.CancellationToken);
        var pending = new PendingChanges(TimeSpan.FromTicks(1));
        var unfinished = new UnfinishedFiles(TimeSpan.FromTicks(1), pending);
        var found = Found(path);
        Assert.True(unfinished.IsFinal(found));

        await File.AppendAllTextAsync(path, "more", TestContext.Current.CancellationToken);

        Assert.False(unfinished.IsFinal(found));
        await pending.WaitAsync(Hour, TestContext.Current.CancellationToken);
        Assert.Equal(["half.bmp"], pending.Take()!.Value.Changed);
        Assert.True(unfinished.IsFinal(Found(path)));
    }

    [Fact]
    public void What_was_written_a_moment_ago_is_waited_for()
    {
        var path = _parent.At("new.bmp");
        File.WriteAllText(path, "half");
        var unfinished = new UnfinishedFiles(Hour, new PendingChanges(Hour));
        Assert.False(unfinished.IsFinal(Found(path)));
        Assert.True(unfinished.IsFinal(Found(path) with { ModifiedUtcTicks = 0 })); // the walk could not read it
        unfinished.HasForeignClock = true; // which says nothing
        Assert.True(unfinished.IsFinal(Found(path)));
    }

    [Fact]
    public async Task A_run_leaves_what_is_not_final_to_a_later_one()
    {
        using var folder = new BitmapFolder(_parent.Path);
        folder.Make("good.bmp", 1);
        await File.WriteAllBytesAsync(folder.At("bad.bmp"), [1, 2, 3], TestContext.Current.CancellationToken);

        var first = await folder.IndexAsync(new IndexerOptions { IsFinal = static _ => false });
        Assert.Equal((1, 0, 0), (first.Added, first.Failed, folder.Errors.Count));
        var second = await folder.IndexAsync(new IndexerOptions { IsFinal = static _ => true });
        Assert.Equal((0, 1, 1), (second.Added, second.Failed, folder.Errors.Count));
    }

    private static PictureFile Found(string path) =>
        PictureFile.From(Path.GetFileName(path), path, FileStat.Of(path)!.Value, path);
}
