using System.Text;

namespace Clip.Tests.Interchange.Npy;

/// <summary>The vectors and the paths are found among the arrays of an archive.</summary>
public sealed class NpzReaderTests
{
    private static readonly byte[] Vectors = NpyBytes.Table(2, 3);
    private static readonly byte[] Paths = NpyBytes.Texts("x/a.jpg", "x/b.jpg");
    private static readonly byte[] Labels = NpyBytes.Texts("photo", "photo");

    [Theory]
    [InlineData("paths")]
    [InlineData("Image_Paths")]
    [InlineData("filenames")]
    [InlineData("listing")]
    public void Paths_are_told_from_labels_by_the_name_or_the_values_and_the_choice_is_said(string name)
    {
        var table = NpyBytes.Read(("embeddings", Vectors), ("labels", Labels), (name, Paths));

        Assert.Equal(["x/a.jpg", "x/b.jpg"], table.Rows.Select(static row => row.Id));
        Assert.Contains(name, Assert.Single(table.Notes));
    }

    [Fact]
    public void Labels_alone_are_no_paths()
    {
        var table = NpyBytes.Read(("embeddings", Vectors), ("labels", Labels));

        Assert.False(table.HasPaths);
        Assert.Equal(2, table.Rows.Count);
    }

    [Fact]
    public void Paths_may_be_bytes_and_captions_stand_beside_them()
    {
        var bytes = NpyBytes.Of("'|S8'", "(2,)", Encoding.UTF8.GetBytes("é/a.jpgb.jpg\0\0\0"));
        var table = NpyBytes.Read(
            ("embeddings", Vectors), ("captions", NpyBytes.Texts("one", "two")), ("files", bytes));

        Assert.Equal(["é/a.jpg", "b.jpg"], table.Rows.Select(static row => row.Id));
        Assert.Equal(["two"], table.Rows[1].Captions);
    }

    [Fact]
    public void Objects_are_left_out_with_a_note_and_dates_and_scalars_do_not_matter()
    {
        var table = NpyBytes.Read(
            ("extra", NpyBytes.Of("'|O'", "(2,)", [1, 2, 3])), ("paths", Paths), ("embeddings", Vectors),
            ("day", NpyBytes.Of("'<M8[D]'", "()", new byte[8])), ("model", NpyBytes.Of("'<U1'", "()", new byte[4])));

        Assert.Equal(["x/a.jpg", "x/b.jpg"], table.Rows.Select(static row => row.Id));
        Assert.Contains("extra", Assert.Single(table.Notes));
    }

    [Fact]
    public void An_array_for_each_picture_is_named_by_its_path()
    {
        var table = NpyBytes.Read(("x/a.jpg", NpyBytes.Of("'<f4'", "(3,)", [.. Vectors[^24..^12]])), ("x/b.jpg",
            NpyBytes.Table(1, 3)));

        Assert.Equal(["x/a.jpg", "x/b.jpg"], table.Rows.Select(static row => row.Id));
        Assert.Equal([1f, 2f, 3f], table.Rows[0].Vector.ToArray());
    }

    [Fact]
    public void Of_several_tables_the_one_of_the_pictures_is_read()
    {
        var table = NpyBytes.Read(
            ("text_embeddings", NpyBytes.Table(2, 3, first: 50)), ("image_embeddings", Vectors), ("paths", Paths));

        Assert.Equal(1f, table.Rows[0].Vector.Span[0]);
        Assert.Contains("image_embeddings", Assert.Single(table.Notes));
    }

    [Fact]
    public void A_member_with_more_bytes_than_its_header_announces_is_refused_before_it_is_read()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        byte[] content = [.. NpyBytes.Table(1, 3), .. new byte[48 << 20]];
        var made = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InterchangeException>(() => NpyBytes.Read(("embeddings", content)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - made, 0, (made - before) / 8);
    }

    [Fact]
    public void Zeros_by_the_hundred_million_are_refused()
    {
        var content = NpyBytes.Of("'<f4'", "(6000000, 3)", new byte[72_000_000]);

        var error = Assert.Throws<InterchangeException>(() => NpyBytes.Read(("embeddings", content)));

        Assert.Contains("as no vectors have", error.Message);
    }

    [Fact]
    public void Many_arrays_are_named_in_a_short_line()
    {
        var text = NpyBytes.Texts(new string('x', 20));
        var many = Enumerable.Range(0, 300).Select(i => ($"a{i}", text)).ToArray();

        var error = Assert.Throws<InterchangeException>(() => NpyBytes.Read(many));

        Assert.InRange(error.Message.Length, 100, 1200);
    }
}
