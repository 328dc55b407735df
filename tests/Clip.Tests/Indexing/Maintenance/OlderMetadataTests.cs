using Clip.Catalog.Writing;
using Clip.Metadata;
using Clip.Tests.Catalog;
using Clip.Tests.Indexing.Captions;
using Clip.Tests.Metadata;

namespace Clip.Tests.Indexing.Maintenance;

/// <summary>
/// What an older version of the reader found in pictures is read again by the next update, and nothing is encoded.
/// </summary>
public sealed class OlderMetadataTests
{
    private static readonly string[] Pictures = ["boats.jpg", "tree.webp", "trips/andes.jpg", "plain.png"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_run_reads_the_metadata_again_keeps_the_vectors_and_says_how_many()
    {
        using var album = new Album();
        await album.IndexAsync(own: true);
        var right = Pictures.ToDictionary(path => path, path => (album.MetadataOf(path), album.CaptionsOf(path)));
        await MakeOlderAsync(album);
        Assert.Equal(["mojibake"], album.CaptionsOf("boats.jpg"));
        Assert.Equal("Wrong", album.MetadataOf("tree.webp").Camera);
        var vectors = Vectors(album);

        var report = await album.IndexAsync(own: null);

        Assert.Equal((0, 0, 4, 4), (report.Added, report.Updated, report.Skipped, report.Reread));
        Assert.All(right, one =>
            Assert.Equal(one.Value, (album.MetadataOf(one.Key), album.CaptionsOf(one.Key)), Same));
        Assert.Equal("", album.Held("mojibake"));
        Assert.Equal(vectors, Vectors(album));
        Assert.Equal(0, (await album.IndexAsync(own: null)).Reread);

        static bool Same((PictureMetadata, List<string?>) one, (PictureMetadata, List<string?>) other) =>
            one.Item1 == other.Item1 && one.Item2.SequenceEqual(other.Item2);
    }

    [Fact]
    public async Task Until_then_and_while_a_picture_is_away_the_index_says_what_it_knew()
    {
        using var album = new Album();
        for (var color = 1; color < 4; color++)
            album.Write($"trips/{color}.bmp", BitmapFolder.Bitmap(color));
        await album.IndexAsync(own: true);
        await MakeOlderAsync(album);
        using var elsewhere = new TestFolder();
        Directory.Move(album.At("trips"), elsewhere.At("trips"));

        var report = await album.IndexAsync(own: null);
        Assert.Equal((4, 3), (report.Absent, report.Reread));
        Assert.Equal("Wrong", album.MetadataOf("trips/andes.jpg").Camera);
        Assert.Equal(["mojibake"], album.CaptionsOf("trips/andes.jpg"));
        Assert.NotEqual("Wrong", album.MetadataOf("boats.jpg").Camera);
        using (var index = album.Open())
            Assert.False(index.HasUndescribed());

        Directory.Move(elsewhere.At("trips"), album.At("trips"));
        Assert.Equal(4, (await album.IndexAsync(own: null)).Reread);
        Assert.NotEqual("Wrong", album.MetadataOf("trips/andes.jpg").Camera);
        Assert.DoesNotContain("mojibake", album.CaptionsOf("trips/andes.jpg"));
    }

    [Fact]
    public async Task What_says_the_same_again_leaves_captions_alone()
    {
        using var album = new Album();
        await album.IndexAsync(own: true);
        Execute(album, "UPDATE picture SET described = 1");
        Execute(
            album,
            """
            CREATE TABLE touched (file INTEGER);
            CREATE TRIGGER touch AFTER INSERT ON file_caption BEGIN INSERT INTO touched VALUES (new.file); END;
            """);

        var report = await album.IndexAsync(own: null);

        Assert.Equal((4, 0), (report.Reread, report.Captions));
        Assert.Equal(0, Number(album, "SELECT count(*) FROM touched"));
        Assert.Equal(4, Number(album, $"SELECT count(*) FROM picture WHERE described = {MetadataReader.Version}"));
    }

    [Fact]
    public async Task Sidecars_that_an_older_version_read_are_read_again_too()
    {
        using var album = new Album();
        album.Write("boats.jpg.xmp", XmpText.Packet("photoshop:DateCreated=\"1999-05-03\" dc:title=\"Quay\""));
        await album.IndexAsync(own: true);
        var (metadata, captions) = (album.MetadataOf("boats.jpg"), album.CaptionsOf("boats.jpg"));
        Execute(album, "UPDATE sidecar SET captured = NULL, date_kind = NULL, camera = 'Wrong'");
        Execute(album, "DELETE FROM note WHERE name = 'sidecar-reader'");
        Assert.Equal("Wrong", album.MetadataOf("boats.jpg").Camera);

        var report = await album.IndexAsync(own: null);

        Assert.Equal((0, 4), (report.Updated, report.Skipped));
        Assert.Equal(metadata, album.MetadataOf("boats.jpg"));
        Assert.Equal(captions, album.CaptionsOf("boats.jpg"));
        using var index = album.Open();
        Assert.Equal($"{MetadataReader.Version}", index.Note("sidecar-reader"));
    }

    [Fact]
    public async Task An_index_that_is_up_to_date_is_not_opened_for_writing_and_a_newer_reader_is_respected()
    {
        using var album = new Album();
        await album.IndexAsync(own: true);
        Execute(album, $"UPDATE picture SET described = {MetadataReader.Version + 1} WHERE entry = 0");
        var commits = Number(album, "SELECT commits FROM state");

        Assert.Equal(0, (await album.IndexAsync(own: null)).Reread);

        Assert.Equal(commits, Number(album, "SELECT commits FROM state"));
    }

    /// <summary>Makes an index say what an older version might have read.</summary>
    private static async Task MakeOlderAsync(Album album)
    {
        IReadOnlyList<FileRecord> files;
        IndexModel model;
        using (var index = album.Open())
            (files, model) = ([.. index.Files()], index.Model);
        using (var writer = PictureIndexWriter.Open(album.Location, model, cancellationToken: Stop))
        {
            var wrong = new EmbeddedMetadata(
                new PictureMetadata { Camera = "Wrong" }, null, new PictureTexts([], ["mojibake"], []), true);
            foreach (var file in files)
                writer.Describe(file.Entry, wrong);
            writer.Commit();
        }
        await album.IndexAsync(own: null);
        Assert.Equal(files.Count, Execute(album, "UPDATE picture SET described = 1"));
    }

    /// <summary>The vectors of the pictures. Captions come and go.</summary>
    private static float[] Vectors(Album album)
    {
        using var index = album.Open();
        return [.. Pictures.SelectMany(path =>
        {
            var vector = new float[index.Model.Dimensions];
            Assert.True(index.ReadVector(index.FindFile(path)!.Entry, vector));
            return vector;
        })];
    }

    private static int Execute(Album album, string sql) => CatalogSql.Execute(album.Location.CatalogPath, sql);

    private static long Number(Album album, string sql) => CatalogSql.Number(album.Location.CatalogPath, sql);
}
