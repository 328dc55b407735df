using Clip.Catalog.Writing;

namespace Clip.Tests.Indexing;

/// <summary>What another index holds is not encoded again.</summary>
public sealed class NeighborContentTests : IDisposable
{
    private readonly TestFolder _parent = new();

    public void Dispose() => _parent.Dispose();

    [Fact]
    public async Task A_picture_that_comes_from_another_indexed_folder_keeps_its_vector()
    {
        using var here = new BitmapFolder(_parent.Path);
        here.MakeAll(1, "moved.bmp", "stays.bmp");
        await here.IndexAsync();
        Mark(here, "moved.bmp");
        using var there = new BitmapFolder(_parent.Path);
        there.Make("new.bmp", 9);
        File.Move(here.At("moved.bmp"), there.At("moved.bmp"));
        var neighbors = new IndexerOptions { Neighbors = [IndexLocation.For(_parent.At("none")), here.Location] };

        var report = await there.IndexAsync(neighbors);

        Assert.Equal((2, 0, 0), (report.Added, report.Failed, report.Skipped));
        Assert.True(IsMarked(there, "moved.bmp"));
        Assert.True(there.Shows("new.bmp", 9));

        // Its former folder has been looked at meanwhile, where it is deleted now.
        File.Delete(here.At("stays.bmp"));
        await here.IndexAsync(new IndexerOptions { Compact = CompactionChoice.Never });
        using var later = new BitmapFolder(_parent.Path);
        later.Make("again.bmp", 1);
        await later.IndexAsync(neighbors);
        Assert.True(IsMarked(later, "again.bmp"));
        // A rebuild encodes everything, whoever has it.
        await new IndexRebuild(BitmapFolder.Model, later.Location, neighbors)
            .RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(later.Shows("again.bmp", 1));
    }

    /// <summary>Gives a picture a vector that no encoder would give it.</summary>
    private static void Mark(BitmapFolder folder, string path)
    {
        using var index = PictureIndexWriter.Open(folder.Location, folder.Read(static index => index.Model));
        var file = index.FindFile(path)!;
        index.Expire(file.Entry);
        index.AddPicture(file, Marked());
        index.Commit();
    }

    private static bool IsMarked(BitmapFolder folder, string path)
    {
        var vector = new float[BitmapFolder.Model.Dimensions];
        Assert.NotNull(folder.Read(index => index.ReadFile(path, vector)));
        return vector.SequenceEqual(Marked());
    }

    private static float[] Marked()
    {
        var vector = new float[BitmapFolder.Model.Dimensions];
        vector[0] = 1;
        return vector;
    }
}
