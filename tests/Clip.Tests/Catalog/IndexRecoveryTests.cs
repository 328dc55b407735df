using Clip.Catalog;
using Clip.Catalog.Storage;

namespace Clip.Tests.Catalog;

/// <summary>What an interrupted writer leaves, and what happens to files from outside.</summary>
public sealed class IndexRecoveryTests
{
    private const int RowBytes = 32 * sizeof(float);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Uncommitted_changes_are_dropped_by_the_next_opening_and_their_vectors_truncated()
    {
        using var folder = IndexFolder.WithPictures(3);
        using (var index = folder.Write())
        {
            IndexFolder.Add(index, 3);
            Assert.NotNull(index.FindFile("3.jpg"));
        }
        Assert.Equal(VectorFileHeader.Size + 4 * RowBytes, new FileInfo(folder.Vectors).Length);

        using var reopened = folder.Write();

        Assert.Equal(VectorFileHeader.Size + 3 * RowBytes, new FileInfo(folder.Vectors).Length);
        Assert.Equal(3, reopened.PictureCount);
        Assert.Null(reopened.FindFile("3.jpg"));
        Assert.Equal(["2.jpg"], folder.Find(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_index_that_lost_its_catalog_is_not_overwritten(bool isEmpty)
    {
        using var folder = IndexFolder.WithPictures(3);
        File.Delete(folder.Location.CatalogPath);
        if (isEmpty)
            File.WriteAllBytes(folder.Location.CatalogPath, []);
        var vectors = File.ReadAllBytes(folder.Vectors);

        var error = Assert.Throws<IndexException>(() => folder.Write().Dispose());

        Assert.Equal(folder.Location.CatalogPath, error.Subject);
        Assert.Contains("gone or empty", error.Problem);
        Assert.Equal(vectors, File.ReadAllBytes(folder.Vectors));
    }

    [Fact]
    public void Files_taken_between_writing_vectors_and_committing_open_as_of_the_last_commit()
    {
        using var folder = IndexFolder.WithPictures(3);
        using var writer = folder.Write();
        writer.RemoveFile("0.jpg");
        writer.Commit();
        IndexFolder.Add(writer, 3);
        writer.RemoveFile("1.jpg");

        using var copy = folder.CopyOfFiles();

        AssertHoldsOneAndTwo();
        using (var repaired = copy.Write())
        {
            AssertHoldsOneAndTwo();
            // The row that was cut off is used again.
            Assert.Equal(3, IndexFolder.Add(repaired, 4));
            repaired.Commit();
            Assert.True(IndexFolder.Verify(repaired).IsHealthy);
        }

        void AssertHoldsOneAndTwo()
        {
            using var index = copy.Read();
            Assert.Equal(["1.jpg", "2.jpg"], index.Files().Select(file => file.Path));
            Assert.Equal(["1.jpg"], IndexFolder.Find(index, 1));
            Assert.True(IndexFolder.Verify(index).IsHealthy);
        }
    }

    [Fact]
    public void Bytes_past_the_vectors_that_the_catalog_names_do_not_matter()
    {
        using var folder = IndexFolder.WithPictures(3);
        File.AppendAllText(folder.Vectors, "left over, and not a whole row");

        using (var reader = folder.Read())
            Assert.Equal(["2.jpg", "1.jpg", "0.jpg"], IndexFolder.Find(reader, 2, topK: 9).Order().Reverse());
        using (var writer = folder.Write())
            Assert.Equal(VectorFileHeader.Size + 3 * RowBytes, new FileInfo(folder.Vectors).Length);
    }

    [Theory]
    [InlineData(0, "is not a vector file")]
    [InlineData(100, "is not a vector file")]
    [InlineData(VectorFileHeader.Size, "it holds 0 of 3 vectors")]
    [InlineData(VectorFileHeader.Size + 3 * RowBytes - 1, "it holds 2 of 3 vectors")]
    public void A_truncated_vector_file_is_named(int length, string problem)
    {
        using var folder = IndexFolder.WithPictures(3);
        using (var file = File.OpenWrite(folder.Vectors))
            file.SetLength(length);

        AssertRefused(folder, folder.Vectors, problem);
        // Refusing it must not have shortened it further.
        Assert.Equal(length, new FileInfo(folder.Vectors).Length);
    }

    [Fact]
    public void A_missing_vector_file_is_named()
    {
        using var folder = IndexFolder.WithPictures(3);
        File.Delete(folder.Vectors);

        AssertRefused(folder, folder.Vectors, "is missing");
    }

    [Fact]
    public void The_vector_file_of_another_index_is_refused()
    {
        using var folder = IndexFolder.WithPictures(3);
        using var other = IndexFolder.WithPictures(3);
        File.Copy(other.Vectors, folder.Vectors, overwrite: true);

        AssertRefused(folder, folder.Vectors, "belongs to another index");
    }

    [Fact]
    public void A_damaged_header_is_named()
    {
        using var folder = IndexFolder.WithPictures(3);
        IndexFolder.FlipBit(folder.Vectors, byteAt: 17);

        AssertRefused(folder, folder.Vectors, "damaged header");
    }

    [Fact]
    public void A_vector_file_of_a_later_format_is_refused()
    {
        using var folder = IndexFolder.WithPictures(3);
        IndexFolder.FlipBit(folder.Vectors, byteAt: 9);

        AssertRefused(folder, folder.Vectors, "is of format 257");
    }

    [Fact]
    public void One_flipped_bit_is_found_and_traced_to_the_files_that_hold_the_picture()
    {
        using var folder = IndexFolder.WithPictures(2000);
        using (var writer = folder.Write())
        {
            var entry = writer.FindFile("1234.jpg")!.Entry;
            writer.LinkFile(IndexFolder.File("copy.jpg", 1234), entry);
            writer.RemoveFile("7.jpg");
            writer.Commit();
        }
        IndexFolder.FlipBit(folder.Vectors, VectorFileHeader.Size + 1234 * RowBytes + 5);
        // Damage to a removed picture does not matter.
        IndexFolder.FlipBit(folder.Vectors, VectorFileHeader.Size + 7 * RowBytes + 5);

        using var index = folder.Write();
        var health = IndexFolder.Verify(index);

        Assert.False(health.IsHealthy);
        Assert.Equal(1999, health.VectorsChecked);
        Assert.Empty(health.Problems);
        var damaged = Assert.Single(health.Damaged);
        Assert.Equal((1234, EntryKind.Picture), (damaged.Entry, damaged.Kind));
        Assert.Equal(["1234.jpg", "copy.jpg"], damaged.Paths);

        // Once discarded, it is stored again instead of being linked to the damaged one.
        Assert.True(index.Discard(damaged.Entry));
        Assert.Null(index.FindFile("copy.jpg"));
        Assert.Equal(2000, IndexFolder.Add(index, 1234));
        index.Commit();
        Assert.True(IndexFolder.Verify(index).IsHealthy);
    }

    [Fact]
    public void A_flipped_bit_in_a_captions_vector_names_the_caption()
    {
        using var folder = IndexFolder.WithPictures(1);
        using (var writer = folder.Write())
        {
            writer.SetCaptions("0.jpg", [writer.AddCaption("a dog", IndexFolder.Vector(50))]);
            writer.Commit();
        }
        IndexFolder.FlipBit(folder.Vectors, VectorFileHeader.Size + RowBytes);

        using var index = folder.Read();

        var damaged = Assert.Single(IndexFolder.Verify(index).Damaged);
        Assert.Equal((EntryKind.Caption, "a dog"), (damaged.Kind, damaged.Caption));
    }

    private static void AssertRefused(IndexFolder folder, string subject, string problem)
    {
        foreach (var open in (Func<IDisposable>[])[folder.Read, folder.Write])
        {
            var refused = Assert.Throws<IndexException>(() => open());
            Assert.Equal(subject, refused.Subject);
            Assert.Contains(problem, refused.Problem);
            Assert.Equal(IndexFault.VectorsUnusable, refused.Fault);
        }
    }
}
