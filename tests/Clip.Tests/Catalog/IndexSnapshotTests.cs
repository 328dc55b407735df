using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;

namespace Clip.Tests.Catalog;

/// <summary>Snapshots do not change, whatever happens to the index.</summary>
public sealed class IndexSnapshotTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_snapshot_does_not_change_when_a_writer_commits_and_compacts()
    {
        using var folder = IndexFolder.WithPictures(3);
        using var writer = folder.Write();
        using var index = folder.Read();
        using var before = index.Take();

        writer.RemoveFile("1.jpg");
        IndexFolder.Add(writer, 3);
        writer.Commit();
        using var between = index.Take();
        IndexCompaction.Run(writer, cancellationToken: Stop);
        using var after = index.Take();

        Assert.Equal(["0.jpg", "1.jpg", "2.jpg"], Paths(before));
        Assert.Equal(["0.jpg", "2.jpg", "3.jpg"], Paths(between));
        Assert.Equal(["0.jpg", "2.jpg", "3.jpg"], Paths(after));
        Assert.Equal((0, 1, 0), (before.DeadCount, between.DeadCount, after.DeadCount));
        Assert.Equal((3, 2), (between.FindFile("3.jpg")!.Entry, after.FindFile("3.jpg")!.Entry));
        foreach (var snapshot in (EmbeddedSnapshot[])[before, between, after])
        {
            AssertVectors(snapshot);
            Assert.True(IndexFolder.Verify(snapshot).IsHealthy);
        }
    }

    [Fact]
    public void A_snapshot_outlives_its_index_and_cannot_be_used_once_disposed()
    {
        using var folder = IndexFolder.WithPictures(3);
        var index = folder.Read();
        var snapshot = index.Take();
        index.Dispose();

        Assert.Equal(["0.jpg", "1.jpg", "2.jpg"], Paths(snapshot));
        Assert.Throws<ObjectDisposedException>(index.TakeSnapshot);

        snapshot.Dispose();
        snapshot.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Paths(snapshot));
        Assert.Throws<ObjectDisposedException>(() => snapshot.FindFile("0.jpg"));
    }

    [Fact]
    public async Task Every_answer_is_of_one_commit_while_a_writer_commits_and_compacts()
    {
        const int batch = 20, batches = 40;
        using var folder = IndexFolder.WithPictures(batch);
        using var index = folder.Read();
        using var writing = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                do
                {
                    using var snapshot = index.Take();
                    // The files, the counts, the vectors and two searches are all of the same commit.
                    var files = snapshot.Files().Select(file => file.Path).ToHashSet();
                    Assert.Equal(0, files.Count % batch);
                    Assert.Equal((files.Count, files.Count), (snapshot.PictureCount, snapshot.FileCount));
                    AssertVectors(snapshot);
                    Assert.Equal(files, Paths(snapshot).ToHashSet());
                    var scores = snapshot.MeasurePictures(
                        IndexFolder.Vector(1), new(100, null), cancellationToken: Stop);
                    Assert.Equal(files.Count, scores.Count);
                }
                while (!writing.IsCancellationRequested);
            },
            Stop)).ToArray();

        using (var writer = folder.Write())
            WriteBatches(writer, batch, batches);
        await writing.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal(batch * (batches + 1), index.PictureCount);
    }

    /// <summary>Each batch removes a picture, adds others, and moves all of them to a new file.</summary>
    private static void WriteBatches(PictureIndexWriter writer, int batch, int batches)
    {
        for (var number = 1; number <= batches; number++)
        {
            writer.RemoveFile($"{number}.jpg");
            for (var content = 0; content < batch; content++)
                IndexFolder.Add(writer, number * batch + content);
            IndexFolder.Add(writer, 100_000 + number);
            writer.Commit();
            Assert.Equal(1, IndexCompaction.Run(writer, cancellationToken: Stop));
        }
    }

    private static List<string> Paths(EmbeddedSnapshot index) =>
    [
        .. index.SearchPictures(IndexFolder.Vector(99), int.MaxValue, cancellationToken: Stop)
            .Select(hit => hit.Path)
            .Order(),
    ];

    /// <summary>Each picture has its own vector, wherever that is now.</summary>
    private static void AssertVectors(EmbeddedSnapshot index)
    {
        var vector = new float[IndexFolder.Dimensions];
        foreach (var file in index.Files())
        {
            Assert.True(index.ReadVector(file.Entry, vector));
            Assert.Equal(IndexFolder.Vector((int)(uint)(file.Hash >> 64)), vector);
        }
    }
}
