using Clip.Catalog.Database;
using Microsoft.Data.Sqlite;

namespace Clip.Tests.Catalog;

/// <summary>
/// A catalog where processes cannot share memory through files. How such file systems are recognized is tested with
/// the program, in UnmappableFolderTests.
/// </summary>
public class IndexWithoutSharedMemoryTests
{
    [Fact]
    public void Commits_that_are_only_in_the_log_are_kept_when_the_log_is_left()
    {
        using var folder = IndexFolder.WithPictures(3);
        var copy = folder.Catalog + ".copy";
        using (var writer = folder.Write())
        {
            IndexFolder.Add(writer, 3);
            writer.Commit();
            // As after a power cut: the last commit is in the log.
            File.Copy(folder.Catalog, copy);
            File.Copy(folder.Catalog + "-wal", copy + "-wal");
        }
        foreach (var suffix in (string[])["", "-wal"])
            File.Move(copy + suffix, folder.Catalog + suffix, overwrite: true);
        File.WriteAllBytes(folder.Catalog + "-shm", new byte[32_768]); // of the attempt that failed

        using (var catalog = CatalogDatabase.OpenForWriting(folder.Catalog, sharesMemory: false))
        {
            catalog.CheckFormat();
            catalog.UseJournal();
            Assert.Equal(4, catalog.ReadState().Pictures);
        }

        Assert.Equal("delete", Journal(folder));
        Assert.False(File.Exists(folder.Catalog + "-wal"));
        Assert.False(File.Exists(folder.Catalog + "-shm"));
        Assert.Equal(["3.jpg"], folder.Find(3));
    }

    [Fact]
    public async Task A_commit_waits_for_a_reader_and_the_reader_sees_one_commit()
    {
        using var folder = IndexFolder.WithPictures(3);
        using var catalog = CatalogDatabase.OpenForWriting(folder.Catalog, sharesMemory: false);
        catalog.CheckFormat();
        catalog.UseJournal();
        var state = catalog.ReadState();
        Task commit;
        using (var index = folder.Read())
        using (var snapshot = index.TakeSnapshot())
        {
            Assert.Equal(3, snapshot.PictureCount);
            catalog.BeginWrite();
            catalog.UpdateState(state with { Pictures = 33 });
            commit = Task.Run(catalog.Commit, TestContext.Current.CancellationToken);
            Assert.Equal(3, snapshot.PictureCount);
            Assert.False(commit.IsCompletedSuccessfully);
        }

        await commit.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        using var after = folder.Read();
        Assert.Equal(33, after.PictureCount);
    }

    [Fact]
    public void The_log_is_used_again_where_memory_can_be_shared()
    {
        using var folder = IndexFolder.WithPictures(2);
        using (var catalog = CatalogDatabase.OpenForWriting(folder.Catalog, sharesMemory: false))
            catalog.UseJournal();
        Assert.Equal("delete", Journal(folder));

        folder.Write().Dispose();

        Assert.Equal("wal", Journal(folder));
        Assert.Equal(["1.jpg"], folder.Find(1));
    }

    [Fact]
    public void An_index_that_cannot_be_created_leaves_nothing_that_looks_like_one()
    {
        using var folder = new IndexFolder();
        Directory.CreateDirectory(folder.Location.Directory);
        Directory.CreateDirectory(folder.Catalog + "-journal"); // SQLite's first commit fails
        File.WriteAllText(Path.Combine(folder.Catalog + "-journal", "x"), "");

        Assert.Throws<IndexException>(() => folder.Write().Dispose());

        Assert.False(File.Exists(folder.Catalog));
        Assert.False(File.Exists(folder.Vectors));
        Directory.Delete(folder.Catalog + "-journal", recursive: true);
        folder.Write().Dispose();
        Assert.True(File.Exists(folder.Catalog));
    }

    private static string? Journal(IndexFolder folder)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = folder.Catalog, Pooling = false };
        using var connection = new SqliteConnection(source.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        return (string?)command.ExecuteScalar();
    }
}
