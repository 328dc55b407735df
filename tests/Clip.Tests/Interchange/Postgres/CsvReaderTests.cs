using System.Text;

namespace Clip.Tests.Interchange.Postgres;

/// <summary>Tables of separated values are read whatever separates them and however vectors stand in them.</summary>
public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("path,embedding\nx/a.jpg,\"[0.5,1]\"\nx/b.jpg,\"[2,3]\"\n")]
    [InlineData("Path,Embedding\r\nx/a.jpg,\"[0.5,1]\"\r\nx/b.jpg,\"[2,3]\"\r\n")]
    [InlineData("path;embedding\nx/a.jpg;[0.5,1]\nx/b.jpg;[2,3]\n")]
    [InlineData("path;caption;embedding\nx/a.jpg;a, b, c;\"[0.5,1]\"\nx/b.jpg;d;\"[2,3]\"\n")]
    [InlineData("path\tembedding\nx/a.jpg\t[0.5,1]\nx/b.jpg\t[2,3]\n")]
    [InlineData("path,embedding\nx/a.jpg,[0.5,1]\nx/b.jpg,{2,3}\n")]
    [InlineData(",path,embedding\n0,x/a.jpg,\"[0.5 1.]\"\n1,x/b.jpg,\"[2.\n 3.]\"\n")]
    [InlineData("x/a.jpg,\"[0.5,1]\"\nx/b.jpg,\"[2,3]\"\n")]
    [InlineData("id,photo,clip\n1,x/a.jpg,\"[0.5,1]\"\n2,x/b.jpg,\"[2,3]\"\n")]
    public void A_table_is_read(string csv)
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), Encoding.UTF8, Encoding.Unicode])
        {
            var table = Read(csv, encoding);

            Assert.Equal(["x/a.jpg", "x/b.jpg"], table.Rows.Select(static row => row.Id));
            Assert.Equal([2f, 3f], table.Rows[1].Vector.ToArray());
        }
    }

    [Fact]
    public void A_table_without_vectors_names_its_columns_in_a_short_line()
    {
        var error = Assert.Throws<InterchangeException>(
            () => Read($"path,{new string('x', 5000)}\na.jpg,1\n", Encoding.UTF8));

        Assert.Contains("columns: path, xxx", error.Message);
        Assert.InRange(error.Message.Length, 50, 400);
    }

    [Fact]
    public void A_vector_that_was_printed_with_dots_is_named()
    {
        var table = Read("path,embedding\na.jpg,[0.1 ... 0.3]\nb.jpg,[1 2]\n", Encoding.UTF8);

        Assert.Contains("abbreviated", Assert.Single(table.Skipped).Reason);
    }

    private static VectorTable Read(string csv, Encoding encoding)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("vectors.tsv"), csv, encoding);
        return VectorTableReader.Read(folder.At("vectors.tsv"));
    }
}
