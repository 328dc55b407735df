namespace Clip.Tests.Catalog;

/// <summary>What may not be stored or asked.</summary>
public sealed class IndexArgumentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("/absolute.jpg")]
    [InlineData("../outside.jpg")]
    public void A_path_that_is_not_inside_the_root_is_rejected(string path)
    {
        using var folder = new IndexFolder();
        using var index = folder.Write();

        Assert.Throws<ArgumentException>(() => index.AddPicture(IndexFolder.File(path, 1), IndexFolder.Vector(1)));
    }

    [Fact]
    public void Text_that_is_not_Unicode_is_refused_and_never_found()
    {
        using var folder = IndexFolder.WithPictures(1);
        using var index = folder.Write();
        IndexFolder.Add(index, 1);
        index.AddPicture(IndexFolder.File("half \ufffd.jpg", 2), IndexFolder.Vector(2));

        foreach (var text in (string[])["half \ud800.jpg", "half \udc00.jpg", "half at the end \ud800", "nothing\0"])
        {
            Assert.Throws<IndexException>(() => index.AddPicture(IndexFolder.File(text, 3), IndexFolder.Vector(3)));
            Assert.Throws<IndexException>(() => index.AddCaption(text, IndexFolder.Vector(3)));
            Assert.Null(index.FindFile(text));
            Assert.Null(index.FindFailure(text));
            Assert.Null(index.FindCaption(text));
            Assert.Empty(index.FindCaptions(text));
        }
        Assert.Equal(3, index.PictureCount);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(2f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_vector_that_is_not_of_unit_length_is_refused(float number)
    {
        using var folder = new IndexFolder();
        using var index = folder.Write();
        var vector = new float[IndexFolder.Dimensions];
        vector[3] = number;

        var refused = Assert.Throws<IndexException>(() => index.AddPicture(IndexFolder.File("a.jpg", 1), vector));
        Assert.Equal((IndexFault.InvalidVector, "a.jpg"), (refused.Fault, refused.Subject));
        Assert.Throws<IndexException>(() => index.AddCaption("a dog", vector));
        Assert.Throws<ArgumentException>(() => index.AddPicture(IndexFolder.File("a.jpg", 1), vector.AsSpan(1)));
    }

    [Fact]
    public void Misuse_throws_other_exceptions_than_bad_data()
    {
        using var folder = IndexFolder.WithPictures(2);
        using var writer = folder.Write();
        using var reader = folder.Read();

        Assert.Throws<ArgumentException>(() => writer.LinkFile(IndexFolder.File("x.jpg", 0), entry: 1));
        Assert.Throws<ArgumentException>(() => writer.LinkFile(IndexFolder.File("x.jpg", 7), entry: 1));
        Assert.Throws<ArgumentException>(() => writer.SetCaptions("0.jpg", [1]));
        Assert.Throws<ArgumentException>(() => writer.SetCaptions("unknown.jpg", []));
        Assert.Throws<ArgumentException>(() => reader.SearchPictures(new float[3], 1, cancellationToken: Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexFolder.Find(reader, 0, topK: 0));
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => IndexFolder.Find(reader, 0));
        Assert.Equal(2, writer.PictureCount);
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(writer.Commit);
    }
}
