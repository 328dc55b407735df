using Clip.Catalog.Maintenance;
using Clip.Catalog.Storage;
using Clip.Catalog.Writing;
using Microsoft.Data.Sqlite;

namespace Clip.Tests.Catalog;

/// <summary>One writer and any number of readers.</summary>
public sealed class IndexSharingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_second_writer_is_refused_with_a_description_of_the_first()
    {
        using var folder = IndexFolder.WithPictures(1);
        using (var first = folder.Write())
        {
            var refused = Assert.Throws<IndexException>(folder.Write);

            Assert.Equal(folder.Location.Directory, refused.Subject);
            Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName} since 20", refused.Problem);
            // The first is not affected.
            IndexFolder.Add(first, 1);
            first.Commit();
        }
        using var next = folder.Write();
        Assert.Equal(2, next.PictureCount);
    }

    [Fact]
    public async Task A_second_writer_waits_until_the_first_has_finished_or_the_time_is_up()
    {
        using var folder = IndexFolder.WithPictures(1);
        var first = folder.Write();
        List<string> told = [];
        var held = new TaskCompletionSource();
        var wait = new WriterWait(TimeSpan.MaxValue, holder =>
        {
            told.Add(holder);
            held.SetResult();
        });
        var second = Task.Run(() => PictureIndexWriter.Open(folder.Location, IndexFolder.Model, wait, Stop), Stop);
        await held.Task;
        Assert.False(second.IsCompleted);
        IndexFolder.Add(first, 1);
        first.Commit();
        first.Dispose();

        using (var index = await second)
        {
            Assert.Equal(2, index.PictureCount);
            Assert.StartsWith(
                $"process {Environment.ProcessId} on {Environment.MachineName} since 20", Assert.Single(told));

            var refused = Assert.Throws<IndexException>(() =>
                PictureIndexWriter.Open(
                    folder.Location, IndexFolder.Model, new WriterWait(TimeSpan.FromMilliseconds(100)), Stop));
            Assert.Contains($"process {Environment.ProcessId}", refused.Problem);
            using var stop = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => PictureIndexWriter.Open(
                folder.Location, IndexFolder.Model, new WriterWait(TimeSpan.MaxValue, _ => stop.Cancel()), stop.Token));
        }
        // Who gave up has left no trace.
        folder.Write().Dispose();
    }

    [Fact]
    public void A_writer_that_could_not_open_leaves_the_lock_free()
    {
        using var folder = IndexFolder.WithPictures(1);
        var other = new IndexModel("x", "y", 3, "fast");
        Assert.Throws<IndexException>(() => PictureIndexWriter.Open(
            folder.Location, other, cancellationToken: TestContext.Current.CancellationToken));

        folder.Write().Dispose();
    }

    [Fact]
    public void A_reader_sees_each_commit_and_nothing_in_between()
    {
        using var folder = IndexFolder.WithPictures(2);
        using var writer = folder.Write();
        using var reader = folder.Read();
        Assert.Equal(["1.jpg"], IndexFolder.Find(reader, 1));

        writer.RemoveFile("1.jpg");
        IndexFolder.Add(writer, 2);
        Assert.Equal(["1.jpg"], IndexFolder.Find(reader, 1));
        Assert.NotEqual(["2.jpg"], IndexFolder.Find(reader, 2));
        Assert.NotNull(reader.FindFile("1.jpg"));
        Assert.NotNull(writer.FindFile("2.jpg"));

        writer.Commit();
        Assert.NotEqual(["1.jpg"], IndexFolder.Find(reader, 1));
        Assert.Equal(["2.jpg"], IndexFolder.Find(reader, 2));
        Assert.Null(reader.FindFile("1.jpg"));
        Assert.Equal((2, 1), (reader.PictureCount, reader.DeadCount));
    }

    [Fact]
    public void A_reader_outlives_the_writer_and_the_next_one()
    {
        using var folder = IndexFolder.WithPictures(1);
        using var reader = folder.Read();
        for (var content = 1; content < 4; content++)
        {
            using var writer = folder.Write();
            IndexFolder.Add(writer, content);
            writer.Commit();
            IndexFolder.Add(writer, 100 + content);
        }

        Assert.Equal(["3.jpg"], IndexFolder.Find(reader, 3));
        Assert.Equal(4, reader.PictureCount);
        Assert.True(IndexFolder.Verify(reader).IsHealthy);
    }

    [Fact]
    public void A_reader_follows_the_catalog_to_a_new_vector_file()
    {
        using var folder = IndexFolder.WithPictures(3);
        using var reader = folder.Read();
        Assert.Equal(["1.jpg"], IndexFolder.Find(reader, 1));

        // As compaction does: the vectors in a file of another name, then one transaction that names it. Here the
        // vectors change places, so that the answer shows which file was read.
        var header = new VectorFileHeader(IndexFolder.Dimensions, Guid.NewGuid());
        using (var moved = VectorFile.Create(Path.Combine(folder.Location.Directory, "vectors-2.f32"), header))
        {
            for (var row = 0; row < 3; row++)
                moved.Write(row, IndexFolder.Vector(2 - row));
        }
        using (var connection = new SqliteConnection($"Data Source={folder.Catalog};Pooling=False"))
        {
            connection.Open();
            using var command = new SqliteCommand(
                "UPDATE state SET vector_file = 'vectors-2.f32', vector_file_id = $id, commits = commits + 1",
                connection);
            command.Parameters.AddWithValue("$id", header.Id.ToByteArray());
            command.ExecuteNonQuery();
        }

        Assert.Equal(["0.jpg"], IndexFolder.Find(reader, 2));
    }

    [Fact]
    public async Task Readers_in_many_threads_see_whole_commits_while_a_writer_writes_and_compacts()
    {
        const int batch = 20, batches = 40;
        using var folder = IndexFolder.WithPictures(batch);
        using var shared = folder.Read();
        using var writing = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 4).Select(number => Task.Run(
            () =>
            {
                var seen = 0;
                do
                {
                    // Half of them open the index each time, half share one.
                    var reader = number % 2 == 0 ? folder.Read() : shared;
                    var hits = reader.SearchPictures(IndexFolder.Vector(3), int.MaxValue, cancellationToken: Stop);
                    Assert.Equal(0, hits.Count % batch);
                    Assert.InRange(hits.Count, seen, batch * (batches + 1));
                    Assert.Equal("3.jpg", hits[0].Path);
                    seen = hits.Count;
                    if (number % 2 == 0)
                        reader.Dispose();
                }
                while (!writing.IsCancellationRequested);
                return seen;
            },
            Stop)).ToArray();

        using (var writer = folder.Write())
        {
            for (var content = batch; content < batch * (batches + 1); content++)
            {
                IndexFolder.Add(writer, content);
                if (content % batch != batch - 1)
                    continue;
                writer.Commit();
                // Every batch leaves dead vectors, and every compaction moves the others to a new file.
                writer.AddCaption($"caption {content}", IndexFolder.Vector(content), standalone: true);
                writer.Discard(writer.FindCaption($"caption {content}")!.Value);
                Assert.Equal(1, IndexCompaction.Run(writer, cancellationToken: Stop));
            }
        }
        await writing.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal(batch * (batches + 1), shared.PictureCount);
    }

    [Fact]
    public async Task A_read_only_folder_can_be_searched_and_not_written()
    {
        await using var disk = await TemporaryFileSystem.MountAsync("4m");
        var folder = new IndexFolder(disk.Path);
        using (var writer = folder.Write())
        {
            IndexFolder.Add(writer, 0);
            writer.Commit();
        }
        var empty = IndexLocation.For(Directory.CreateDirectory(Path.Combine(disk.Path, "other")).FullName);
        await disk.MakeReadOnlyAsync();

        using (var reader = folder.Read())
        {
            Assert.Equal(["0.jpg"], IndexFolder.Find(reader, 0));
            Assert.True(IndexFolder.Verify(reader).IsHealthy);
        }
        AssertReadOnly(Assert.Throws<IndexException>(folder.Write));
        AssertReadOnly(
            Assert.Throws<IndexException>(() => PictureIndexWriter.Open(
                empty, IndexFolder.Model, cancellationToken: TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_read_only_folder_left_by_a_killed_writer_is_searched_or_refused_with_the_remedy()
    {
        await using var disk = await TemporaryFileSystem.MountAsync("4m");
        var left = LeftByKilledWriter(disk, static _ => true);
        await disk.MakeReadOnlyAsync();

        // The log and its index are both there, which is enough to read them.
        using (var reader = left.Read())
            Assert.Equal(["0.jpg"], IndexFolder.Find(reader, 0));
    }

    [Fact]
    public async Task A_read_only_folder_whose_log_cannot_be_read_is_refused_with_the_remedy()
    {
        await using var disk = await TemporaryFileSystem.MountAsync("4m");
        var left = LeftByKilledWriter(disk, static path => !path.EndsWith("-shm", StringComparison.Ordinal));
        await disk.MakeReadOnlyAsync();

        var refused = Assert.Throws<IndexException>(left.Read);
        Assert.Equal(left.Catalog, refused.Subject);
        Assert.Equal(IndexFault.NotRecovered, refused.Fault);
    }

    private static void AssertReadOnly(IndexException refused)
    {
        Assert.Contains("cannot be written", refused.Problem);
        Assert.Equal(IndexFault.ReadOnly, refused.Fault);
    }

    /// <summary>An index on a disk as a writer leaves it that never came to close it.</summary>
    /// <param name="disk">Where.</param>
    /// <param name="isLeft">Which of its files are still there.</param>
    private static IndexFolder LeftByKilledWriter(TemporaryFileSystem disk, Func<string, bool> isLeft)
    {
        using var live = new IndexFolder();
        var left = new IndexFolder(disk.Path);
        Directory.CreateDirectory(left.Location.Directory);
        using var writer = live.Write();
        IndexFolder.Add(writer, 0);
        writer.Commit();
        using var copy = live.CopyOfFiles();
        foreach (var path in Directory.GetFiles(copy.Location.Directory).Where(isLeft))
            File.Copy(path, Path.Combine(left.Location.Directory, Path.GetFileName(path)));
        return left;
    }
}
