namespace Clip.Tests.Interchange.Npy;

/// <summary>Headers of NumPy of any age state the same.</summary>
public sealed class NpyHeaderTests
{
    [Theory]
    [InlineData("'=f4'", "(2, 3)")]
    [InlineData("'f4'", "(2, 3)")]
    [InlineData("'|f4'", "(2, 3)")]
    [InlineData("u'<f4'", "(2L, 3L)")]
    public void A_table_is_read_whoever_wrote_its_header(string type, string shape)
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.At("vectors.npy"), NpyBytes.Of(type, shape, NpyBytes.Table(2, 3)[^24..]));

        var table = VectorTableReader.Read(folder.At("vectors.npy"));

        Assert.Equal([4f, 5f, 6f], table.Rows[1].Vector.ToArray());
    }
}
