namespace Clip.Tests.Indexing;

/// <summary>A folder that is moved while it is indexed keeps its index, and its old path gets none.</summary>
public sealed class RenamedFolderTests : IDisposable
{
    private readonly BitmapFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task The_run_ends_with_an_error_and_nothing_is_lost(bool hasIndex, int afterStored)
    {
        _folder.MakeAll(1, [.. Enumerable.Range(0, 20).Select(static i => $"lib/{i}.bmp")]);
        var (before, after) = (_folder.At("lib"), _folder.At("renamed"));
        if (hasIndex)
        {
            await new Indexer(BitmapFolder.Model, IndexLocation.For(before))
                .RunAsync(cancellationToken: TestContext.Current.CancellationToken);
            _folder.MakeAll(30, "lib/new1.bmp", "lib/new2.bmp");
        }

        var error = await Assert.ThrowsAsync<FolderException>(() =>
            new Indexer(BitmapFolder.Model, IndexLocation.For(before)).RunAsync(
                new Renaming(before, after, afterStored), null, TestContext.Current.CancellationToken));

        Assert.Equal((FolderFault.Moved, before), (error.Fault, error.Subject));
        Assert.False(Path.Exists(before));
        var report = await new Indexer(BitmapFolder.Model, IndexLocation.For(after))
            .RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (report.Removed, report.Failed));
        Assert.Equal(hasIndex ? 22 : 20, report.Added + report.Skipped);
        Assert.InRange(report.Skipped, hasIndex ? 20 : 0, 22);
    }

    /// <summary>Renames a folder once, when the run reports progress.</summary>
    private sealed class Renaming(string from, string to, int afterDone) : IProgress<IndexProgress>
    {
        private readonly Lock _lock = new();

        public void Report(IndexProgress value)
        {
            lock (_lock)
            {
                if (value.Done - value.Skipped >= afterDone && Directory.Exists(from))
                    Directory.Move(from, to);
            }
        }
    }
}
