using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using CsCheck;

namespace Clip.Tests.Catalog;

/// <summary>What cannot be used is refused in one line that names it and says what to do.</summary>
public sealed class IndexRefusalTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void There_is_no_index_before_one_was_written()
    {
        using var folder = new IndexFolder();

        Assert.False(PictureIndex.Exists(folder.Location));
        var refused = Assert.Throws<IndexException>(folder.Read);
        Assert.Equal(folder.Location.Directory, refused.Subject);
        Assert.Equal((IndexFault.Missing, folder.Root), (refused.Fault, refused.Root));
        Assert.False(Directory.Exists(folder.Location.Directory));

        folder.Write().Dispose();
        Assert.True(PictureIndex.Exists(folder.Location));
    }

    [Theory]
    [InlineData("other-model", "fedcba9876543210", IndexFolder.Dimensions)]
    [InlineData("other-model", "0123456789abcdef", IndexFolder.Dimensions + 1)]
    public void Another_models_index_is_refused_with_both_models_named(string name, string fingerprint, int dimension)
    {
        using var folder = IndexFolder.WithPictures(1);
        var other = new IndexModel(name, fingerprint, dimension, "fast");

        Func<IDisposable>[] openings =
        [
            () => EmbeddedIndex.Open(folder.Location, other),
            () => PictureIndexWriter.Open(folder.Location, other),
        ];
        foreach (var open in openings)
        {
            var refused = Assert.Throws<IndexException>(() => open());
            Assert.Contains("test-model", refused.Message);
            Assert.Contains("other-model", refused.Message);
            Assert.Equal(IndexFault.OtherModel, refused.Fault);
            Assert.Equal(("test-model", "other-model"), (refused.Stored, refused.Expected));
        }
        using var index = folder.Write();
        Assert.Equal(1, index.PictureCount);
    }

    [Fact]
    public void An_index_of_pictures_decoded_in_another_way_can_be_read_but_not_added_to()
    {
        using var folder = IndexFolder.WithPictures(1);
        var exact = IndexFolder.Model with { Decode = "exact" };

        using (var reader = EmbeddedIndex.Open(folder.Location, exact))
            Assert.Equal("fast", reader.Model.Decode);
        var refused = Assert.Throws<IndexException>(() => PictureIndexWriter.Open(
            folder.Location, exact, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal((IndexFault.OtherDecodeMode, "fast", "exact"), (refused.Fault, refused.Stored, refused.Expected));
    }

    [Fact]
    public void An_index_kept_elsewhere_is_refused_for_another_folder()
    {
        using var folder = new IndexFolder();
        using var other = new IndexFolder();
        using var kept = new IndexFolder();
        PictureIndexWriter.Open(
            IndexLocation.For(folder.Root, kept.Root), IndexFolder.Model,
            cancellationToken: TestContext.Current.CancellationToken).Dispose();

        var mistaken = IndexLocation.For(other.Root, kept.Root);
        Func<IDisposable>[] openings =
            [() => PictureIndexWriter.Open(mistaken, IndexFolder.Model), () => EmbeddedIndex.Open(mistaken)];
        foreach (var open in openings)
        {
            var refused = Assert.Throws<IndexException>(() => open());
            Assert.Equal((IndexFault.OtherFolder, folder.Root), (refused.Fault, refused.Stored));
        }
    }

    [Fact]
    public void An_index_kept_elsewhere_follows_its_folder_when_that_moves()
    {
        using var kept = new IndexFolder();
        using var moved = new IndexFolder();
        var before = Directory.CreateTempSubdirectory("clip-before-");
        using (var index = PictureIndexWriter.Open(
            IndexLocation.For(before.FullName, kept.Root), IndexFolder.Model,
            cancellationToken: TestContext.Current.CancellationToken))
        {
            IndexFolder.Add(index, 0);
            index.Commit();
        }
        before.Delete();

        using (var index = PictureIndexWriter.Open(
            IndexLocation.For(moved.Root, kept.Root), IndexFolder.Model,
            cancellationToken: TestContext.Current.CancellationToken))
        {
            IndexFolder.Add(index, 1);
            index.Commit();
        }

        // It is the moved folder's index from now on.
        before.Create();
        Assert.Throws<IndexException>(() => EmbeddedIndex.Open(IndexLocation.For(before.FullName, kept.Root)));
        using var reader = EmbeddedIndex.Open(IndexLocation.For(moved.Root, kept.Root));
        Assert.Equal(2, reader.PictureCount);
        before.Delete();
    }

    [Fact]
    public void A_folder_moves_with_its_index()
    {
        using var folder = IndexFolder.WithPictures(2);
        using var copy = folder.CopyOfFiles();

        using var index = copy.Read();

        Assert.Equal(["1.jpg"], IndexFolder.Find(index, 1));
        Assert.Equal(Path.Combine(copy.Root, "1.jpg"), copy.Location.Full("1.jpg"));
        Assert.Equal("sub/1.jpg", copy.Location.Relative(Path.Combine(copy.Root, "sub", "1.jpg")));
    }

    [Theory]
    [InlineData("a text in the place of the catalog, longer than the header of a database, of one hundred bytes")]
    [InlineData("short")]
    [InlineData("SQLite format 3\0 and nothing else of a database, in a line that is longer than one hundred bytes")]
    public void A_file_that_is_not_a_catalog_is_named_and_not_changed(string content)
    {
        using var folder = IndexFolder.WithPictures(1);
        File.WriteAllText(folder.Catalog, content);

        AssertRefused(folder, folder.Catalog);
        Assert.Equal(content, File.ReadAllText(folder.Catalog));
    }

    [Fact]
    public void Another_programs_database_is_named_and_not_changed()
    {
        using var folder = new IndexFolder();
        Directory.CreateDirectory(folder.Location.Directory);
        CatalogSql.Execute(folder.Catalog, "CREATE TABLE somebody_elses (x); INSERT INTO somebody_elses VALUES (1)");
        var bytes = File.ReadAllBytes(folder.Catalog);

        AssertRefused(folder, folder.Catalog);
        Assert.Equal(bytes, File.ReadAllBytes(folder.Catalog));
    }

    [Fact]
    public void A_later_format_is_refused_as_too_new()
    {
        using var folder = IndexFolder.WithPictures(1);
        CatalogSql.Execute(folder.Catalog, "PRAGMA user_version = 99");

        Assert.Equal(IndexFault.TooNew, AssertRefused(folder, folder.Catalog).Fault);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_catalog_is_named()
    {
        using var folder = new IndexFolder();
        Directory.CreateDirectory(folder.Catalog);

        Assert.Equal(folder.Catalog, Assert.Throws<IndexException>(folder.Write).Subject);
    }

    [Fact]
    public void A_file_in_the_place_of_the_indexs_folder_is_named()
    {
        using var folder = new IndexFolder();
        File.WriteAllText(folder.Location.Directory, "a file");

        Assert.Equal(folder.Location.Directory, Assert.Throws<IndexException>(folder.Write).Subject);
        Assert.Equal(folder.Location.Directory, Assert.Throws<IndexException>(folder.Read).Subject);
    }

    [Fact]
    public void Strange_files_in_the_indexs_folder_do_not_matter()
    {
        using var folder = IndexFolder.WithPictures(1);
        File.WriteAllText(Path.Combine(folder.Location.Directory, "Thumbs.db"), "x");
        Directory.CreateDirectory(Path.Combine(folder.Location.Directory, "@eaDir"));

        using var index = folder.Write();
        Assert.Equal(["0.jpg"], folder.Find(0));
    }

    [Fact]
    public void Any_damage_to_the_catalog_is_survived_or_refused_in_one_line()
    {
        using var folder = IndexFolder.WithPictures(300);
        using (var writer = folder.Write())
        {
            for (var i = 0; i < 300; i++)
                writer.SetCaptions($"{i}.jpg", [writer.AddCaption($"caption {i}", IndexFolder.Vector(i))]);
            writer.RecordFailure("broken.jpg", 1, 1, "truncated");
            writer.Commit();
        }
        var length = (int)new FileInfo(folder.Catalog).Length;

        Gen.Select(Gen.Int[0, length - 1], Gen.Byte).Array[1, 40].Sample(damage =>
        {
            using var copy = folder.CopyOfFiles();
            using (var file = File.OpenWrite(copy.Catalog))
            {
                foreach (var (at, value) in damage)
                {
                    file.Position = at;
                    file.WriteByte(value);
                }
            }
            Try(() =>
            {
                using var index = copy.Read();
                Use(index);
            });
            Try(() =>
            {
                using var index = copy.Write();
                Use(index);
            });
        }, iter: 150);
    }

    private static void Try(Action use)
    {
        try
        {
            use();
        }
        catch (IndexException refused)
        {
            Assert.DoesNotContain('\n', refused.Message);
        }
    }

    private static void Use(EmbeddedIndex index)
    {
        _ = IndexFolder.Find(index, 5, topK: 20);
        _ = index.SearchCaptions(IndexFolder.Vector(5), 20, cancellationToken: Stop);
        _ = index.Files().Count();
        _ = index.Failures().Count();
        _ = IndexFolder.Verify(index);
    }

    private static void Use(PictureIndexWriter index)
    {
        _ = index.Files().Count();
        _ = index.Failures().Count();
        _ = IndexFolder.Verify(index);
        IndexFolder.Add(index, 1000);
        index.RemoveFile("7.jpg");
        index.Commit();
    }

    private static IndexException AssertRefused(IndexFolder folder, string subject)
    {
        var refused = Assert.Throws<IndexException>(folder.Read);
        Assert.Equal(subject, refused.Subject);
        Assert.NotEqual(IndexFault.Other, refused.Fault);
        Assert.Equal(refused.Message, Assert.Throws<IndexException>(folder.Write).Message);
        return refused;
    }
}
