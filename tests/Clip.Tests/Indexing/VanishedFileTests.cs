namespace Clip.Tests.Indexing;

/// <summary>A file that is deleted after a run has found it and before it is read is no failure.</summary>
public sealed class VanishedFileTests : IDisposable
{
    private readonly BitmapFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_counted_in_one_line_and_forgotten(bool isKnown)
    {
        if (isKnown)
        {
            _folder.Make("vanishes.bmp", 9);
            await _folder.IndexAsync();
        }

        _folder.Make("vanishes.bmp", 20);
        _folder.Errors.Clear();

        var report = await new Indexer(BitmapFolder.Model, IndexLocation.For(_folder.Root)).RunAsync(
            new Deleting(_folder.At("vanishes.bmp")), _folder.Report, TestContext.Current.CancellationToken);

        Assert.Equal((0, 0, 0), (report.Added, report.Updated, report.Failed));
        var notice = Assert.Single(_folder.Errors);
        Assert.Equal((_folder.Root, "1 picture vanished before being read"), (notice.Subject, notice.Problem));
        Assert.Equal(0, (await _folder.IndexAsync()).Failed);
    }

    /// <summary>Deletes a file when the walk has found it, before it is passed on.</summary>
    private sealed class Deleting(string file) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value)
        {
            if (value.Found == 1)
                File.Delete(file);
        }
    }
}
