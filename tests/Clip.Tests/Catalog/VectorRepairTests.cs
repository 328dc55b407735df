using Clip.Catalog;
using Clip.Catalog.Maintenance;
using Clip.Catalog.Storage;

namespace Clip.Tests.Catalog;

/// <summary>Lost vectors are replaced, and everything else in the index stays.</summary>
public sealed class VectorRepairTests
{
    private const int RowBytes = 32 * sizeof(float);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("missing", 3)]
    [InlineData("empty", 3)]
    [InlineData("zeroed header", 0)]
    [InlineData("flipped header", 0)]
    [InlineData("half of it", 2)]
    [InlineData("of another index", 3)]
    public void A_vector_file_that_cannot_be_used_is_verified_and_opened_to_repair(string damage, int lost)
    {
        using var folder = IndexFolder.WithPictures(3);
        using var other = IndexFolder.WithPictures(10);
        if (damage == "missing")
            File.Delete(folder.Vectors);
        else
            File.WriteAllBytes(folder.Vectors, Damaged(damage, File.ReadAllBytes(folder.Vectors), other));
        var refused = Assert.Throws<IndexException>(folder.Read);
        Assert.True(refused.IsRepairable);

        using (var index = IndexVerification.Open(folder.Location))
        {
            Assert.Equal(refused.Message, index.VectorFileProblem!.Message);
            AssertLost(IndexFolder.Verify(index), lost);
            Assert.False(IndexFolder.Verify(index).IsHealthy);
            Assert.Equal(["0.jpg", "1.jpg", "2.jpg"], index.Files().Select(file => file.Path));
            Assert.Throws<IndexException>(
                () => index.SearchPictures(IndexFolder.Vector(1), 1, cancellationToken: Stop));
        }
        using (var index = VectorRepair.Open(folder.Location, IndexFolder.Model, WriterWait.None, Stop))
        {
            AssertLost(IndexFolder.Verify(index), lost);
            foreach (var damaged in IndexFolder.Verify(index).Damaged)
                Assert.True(index.Expire(damaged.Entry));
            index.Commit();
            for (var content = 0; content < 3; content++)
                IndexFolder.Add(index, content);
            index.Commit();
        }
        using var reader = folder.Read();
        Assert.Equal(3, reader.PictureCount);
        Assert.Equal(["1.jpg"], IndexFolder.Find(reader, 1));
        Assert.True(IndexFolder.Verify(reader).IsHealthy);

        static void AssertLost(IndexHealth health, int lost)
        {
            Assert.Equal(lost, health.Damaged.Count);
            Assert.Empty(health.Problems);
        }
    }

    [Fact]
    public void An_expired_picture_keeps_its_files_and_captions_until_it_is_stored_again()
    {
        using var folder = IndexFolder.WithPictures(2);
        using var index = folder.Write();
        var file = index.FindFile("1.jpg")!;
        index.LinkFile(IndexFolder.File("copy.jpg", 1), file.Entry);
        index.SetCaptions("1.jpg", [index.AddCaption("a dog", IndexFolder.Vector(50))]);

        Assert.True(index.Expire(file.Entry));
        Assert.False(index.Expire(index.FindCaption("a dog")!.Value));

        Assert.Null(index.FindPicture(file.Hash));
        Assert.NotEqual(file.ModifiedUtcTicks, index.FindFile("1.jpg")!.ModifiedUtcTicks);
        Assert.Equal(2, index.PictureCount);
        Assert.NotEqual(file.Entry, IndexFolder.Add(index, 1));
        index.AddPicture(IndexFolder.File("copy.jpg", 1), IndexFolder.Vector(1));
        Assert.Equal(["a dog"], index.FindCaptions("1.jpg").Select(index.CaptionText));
        Assert.Equal((2, 3, 1), (index.PictureCount, index.FileCount, index.DeadCount));
        Assert.True(IndexFolder.Verify(index).IsHealthy);
    }

    [Fact]
    public void A_caption_gets_a_new_vector_and_keeps_its_pictures()
    {
        using var folder = IndexFolder.WithPictures(1);
        using (var writer = folder.Write())
        {
            writer.SetCaptions("0.jpg", [writer.AddCaption("a dog", IndexFolder.Vector(50))]);
            writer.Commit();
        }
        IndexFolder.FlipBit(folder.Vectors, VectorFileHeader.Size + RowBytes);

        using var index = folder.Write();
        Assert.False(index.ReplaceCaptionVector("a cat", IndexFolder.Vector(50)));
        Assert.True(index.ReplaceCaptionVector("a dog", IndexFolder.Vector(50)));

        Assert.True(IndexFolder.Verify(index).IsHealthy);
        index.Commit();
        using var reader = folder.Read();
        var hit = Assert.Single(reader.SearchCaptions(IndexFolder.Vector(50), 5, cancellationToken: Stop));
        Assert.Equal(("a dog", "0.jpg"), (hit.Caption, hit.Path));
        Assert.Equal(1, hit.Score, 5);
    }

    private static byte[] Damaged(string damage, byte[] sound, IndexFolder other)
    {
        switch (damage)
        {
            case "empty":
                return [];
            case "zeroed header":
                sound.AsSpan(0, VectorFileHeader.Size).Clear();
                return sound;
            case "flipped header":
                sound[17] ^= 1;
                return sound;
            case "half of it":
                return sound[..(VectorFileHeader.Size + RowBytes + RowBytes / 2)];
            default:
                // The same pictures in the opposite order.
                var foreign = File.ReadAllBytes(other.Vectors);
                foreign.AsSpan(VectorFileHeader.Size).Reverse();
                return foreign;
        }
    }
}
