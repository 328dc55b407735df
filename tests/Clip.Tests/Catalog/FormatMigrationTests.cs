using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Tests.Models;
using Microsoft.Data.Sqlite;

namespace Clip.Tests.Catalog;

/// <summary>
/// An index of an older program is read as it is, and migrated to the newest format by a writer.
/// </summary>
public sealed class FormatMigrationTests
{
    private const string ChildVariable = "CLIP_TESTS_MIGRATE_INDEX_IN";

    private static readonly string Golden =
        Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens", "metadata", "format-1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void An_old_index_is_searched_without_a_change_to_it()
    {
        using var folder = OldIndex();
        var before = Contents(folder);

        using (var index = EmbeddedIndex.Open(IndexLocation.For(folder.Path)))
        {
            var hits = index.SearchPictures(VectorOf(index, "boats.jpg"), 4, cancellationToken: Stop);
            Assert.Equal(4, hits.Count);
            Assert.Equal(("boats.jpg", "boats by a quay"), (hits[0].Path, hits[0].Caption));
            Assert.Null(index.FindFile("boats.jpg")!.Metadata);
            Assert.Equal((0, 0, 4), index.CountMetadata());
            // What old indexes hold can be asked for, what they do not is said so.
            Assert.Equal(["tree.webp"], Paths(index, new PictureFilter { Globs = ["*.webp"] }));
            Assert.Empty(Paths(index, new PictureFilter { MinWidth = 97 }));
            var dated = new PictureFilter { CapturedFrom = new DateTime(2020, 1, 1) };
            var refused = Assert.Throws<IndexException>(() => Paths(index, dated));
            Assert.Equal((IndexFault.TooOld, folder.Path), (refused.Fault, refused.Root));
            Assert.True(IndexFolder.Verify(index).IsHealthy);
        }

        Assert.Equal(before, Contents(folder));
    }

    [Fact]
    public void A_writer_migrates_and_keeps_everything()
    {
        using var folder = OldIndex();
        var location = IndexLocation.For(folder.Path);
        float[] vector;
        IndexModel model;
        using (var old = EmbeddedIndex.Open(location))
        {
            (vector, model) = (VectorOf(old, "tree.webp"), old.Model);
            // A reader that was there before sees the new format when it asks for what that holds.
            using (PictureIndexWriter.Open(
                location, model, cancellationToken: TestContext.Current.CancellationToken))
                Assert.Empty(Paths(old, new PictureFilter { Cameras = ["nikon"] }));
        }

        using var index = EmbeddedIndex.Open(location);
        Assert.Equal((0, 0, 4), index.CountMetadata());
        Assert.Equal(vector, VectorOf(index, "tree.webp"));
        Assert.Equal(2, index.CaptionCount);
        Assert.Equal("a plain drawing", index.CaptionText(index.FindCaptions("plain.png").Single()));
        Assert.True(IndexFolder.Verify(index).IsHealthy);
        Assert.Equal(NewSchema(), Schema(Path.Combine(location.Directory, "catalog.db")));
    }

    [Fact]
    public async Task The_next_run_reads_the_metadata_of_unchanged_pictures_without_encoding_them()
    {
        using var folder = OldIndex();
        var location = IndexLocation.For(folder.Path);
        var vectors = File.ReadAllBytes(Path.Combine(location.Directory, "vectors-1.f32"));
        using var model = ClipModel.Load(EmbeddedModel.Folder);
        var options = new IndexerOptions { PictureCaptions = false };

        var report = await new Indexer(model, location, options).RunAsync(cancellationToken: Stop);

        Assert.Equal((0, 0, 4, 0), (report.Added, report.Updated, report.Skipped, report.Captions));
        Assert.Equal(vectors, File.ReadAllBytes(Path.Combine(location.Directory, "vectors-1.f32")));
        using (var index = EmbeddedIndex.Open(location))
        {
            Assert.Equal((3, 2, 0), index.CountMetadata());
            var boats = index.FindFile("boats.jpg")!.Metadata!;
            Assert.Equal(new DateTime(2021, 7, 4, 18, 30, 5), boats.Captured);
            Assert.Equal(TimeSpan.FromHours(2), boats.UtcOffset);
            Assert.Equal("NIKON D750", boats.Camera);
            Assert.Equal(new GeoPoint(47 + (22 / 60.0) + (30 / 3600.0), 8 + (32 / 60.0)), boats.Place);
            Assert.Equal(PictureMetadata.None, index.FindFile("plain.png")!.Metadata);
            var circle = new GeoCircle(new GeoPoint(-33.9, -70.6), 10);
            Assert.Equal(["trips/andes.jpg"], Paths(index, new PictureFilter { Near = circle }));
            Assert.Equal(2, index.CaptionCount);
        }

        // Now that it may, it takes their captions; the pictures are not looked at again.
        report = await new Indexer(model, location, new IndexerOptions { PictureCaptions = true })
            .RunAsync(cancellationToken: Stop);

        Assert.Equal((0, 4, 4), (report.Updated, report.Skipped, report.Captions));
        using (var index = EmbeddedIndex.Open(location))
        {
            Assert.Equal(["Christmas tree", "tree", "candles"], Captions(index, "tree.webp"));
            Assert.Equal(["boats by a quay", "Two boats at a quay"], Captions(index, "boats.jpg"));
            Assert.True(IndexFolder.Verify(index).IsHealthy);
        }
        Assert.Equal(0, (await new Indexer(model, location).RunAsync(cancellationToken: Stop)).Captions);
    }

    [Fact]
    public async Task A_killed_migration_is_completed_by_the_next_writer()
    {
        var random = new Random(2);
        for (var kill = 0; kill < 12; kill++)
        {
            using var folder = OldIndex();
            var start = new ProcessStartInfo(IndexDurabilityTests.Program)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                Environment = { [ChildVariable] = folder.Path },
            };
            using (var child = ChildProcess.Start(start))
            {
                Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Stop));
                var clock = Stopwatch.StartNew();
                var moment = TimeSpan.FromMilliseconds(random.NextDouble() * 30);
                SpinWait.SpinUntil(() => clock.Elapsed >= moment);
                child.Kill();
                await child.WaitForExitAsync(Stop);
            }

            var location = IndexLocation.For(folder.Path);
            AssertWhole(location);
            using (PictureIndexWriter.Open(
                location, Model(), cancellationToken: TestContext.Current.CancellationToken))
            {
            }
            AssertWhole(location);
            Assert.Equal(NewSchema(), Schema(Path.Combine(location.Directory, "catalog.db")));
        }
    }

    [Fact]
    public void A_format_newer_than_this_program_is_refused()
    {
        using var folder = OldIndex();
        var location = IndexLocation.For(folder.Path);
        using (var catalog = new SqliteConnection($"Data Source={location.CatalogPath};Pooling=False"))
        {
            catalog.Open();
            using var command = catalog.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        var refused = Assert.Throws<IndexException>(() => PictureIndexWriter.Open(
            location, Model(), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("newer program (format 99; this one reads 6)", refused.Problem);
        Assert.Contains("newer program", Assert.Throws<IndexException>(() => EmbeddedIndex.Open(location)).Problem);
    }

    /// <summary>
    /// The test program, started with a folder in its environment, migrates old indexes there until it is killed.
    /// </summary>
    [ModuleInitializer]
    internal static void MigrateIfAskedTo()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is not { } root)
            return;
        var location = IndexLocation.For(root);
        var model = Model(location);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true, NewLine = "\n" };
        output.WriteLine("ready");
        PictureIndexWriter.Open(location, model).Dispose();
        // Killed; its input ends where the test itself ended before that.
        Console.In.ReadToEnd();
    }

    private static IndexModel Model(IndexLocation? location = null)
    {
        using var folder = location is null ? OldIndex() : null;
        using var index = EmbeddedIndex.Open(location ?? IndexLocation.For(folder!.Path));
        return index.Model;
    }

    private static void AssertWhole(IndexLocation location)
    {
        using var index = EmbeddedIndex.Open(location);
        Assert.True(IndexFolder.Verify(index).IsHealthy);
        Assert.Equal((4, 4, 2), (index.PictureCount, index.FileCount, index.CaptionCount));
        var hit = index.SearchPictures(VectorOf(index, "boats.jpg"), 1, cancellationToken: Stop)[0];
        Assert.Equal("boats.jpg", hit.Path);
    }

    /// <summary>A folder of pictures with the index that was made of it before catalogs had format 2.</summary>
    internal static TestFolder OldIndex()
    {
        var folder = new TestFolder();
        TestFolder.Copy(Path.Combine(Golden, "pictures"), folder.Path);
        foreach (var file in Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        foreach (var packed in Directory.GetFiles(Path.Combine(Golden, "index")))
        {
            using var source = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
            using var target = File.Create(folder.At(".clip", Path.GetFileNameWithoutExtension(packed)));
            source.CopyTo(target);
        }
        return folder;
    }

    private static float[] VectorOf(EmbeddedIndex index, string path)
    {
        var vector = new float[index.Model.Dimensions];
        Assert.True(index.ReadVector(index.FindFile(path)!.Entry, vector));
        return vector;
    }

    private static List<string> Paths(EmbeddedIndex index, PictureFilter filter) =>
    [
        .. index.SearchPictures(VectorOf(index, "boats.jpg"), 10, filter: filter, cancellationToken: Stop)
            .Select(hit => hit.Path),
    ];

    private static List<string?> Captions(EmbeddedIndex index, string path) =>
        [.. index.FindCaptions(path).Select(index.CaptionText)];

    private static Dictionary<string, string> Contents(TestFolder folder) =>
        new[] { "catalog.db", "vectors-1.f32" }.ToDictionary(
            name => name, name => Convert.ToHexString(File.ReadAllBytes(folder.At(".clip", name))));

    private static List<string> NewSchema()
    {
        using var folder = IndexFolder.WithPictures(1);
        return Schema(folder.Catalog);
    }

    private static List<string> Schema(string catalog)
    {
        using var connection = new SqliteConnection($"Data Source={catalog};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
