using CsCheck;

namespace Clip.Tests.Interchange;

public sealed class VectorTableWriterTests
{
    private const int Dimensions = 5;

    private static readonly Gen<string> AnyName =
        Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a1', '\ud7ff'], Gen.Const('"'), Gen.Const('\n')).Array[1, 12]
            .Select(static letters => new string(letters));

    private static readonly Gen<VectorRow> AnyRow = Gen.Select(
        AnyName, Gen.Float[-1, 1].Array[Dimensions].Where(static vector => vector.Any(static value => value != 0)),
        AnyName.Array[0, 3], static (id, vector, captions) => new VectorRow(id, vector, captions));

    [Theory]
    [InlineData(".npy")]
    [InlineData(".parquet")]
    [InlineData(".safetensors")]
    public void What_is_written_is_read_back_with_every_bit(string extension)
    {
        using var folder = new TestFolder();
        AnyRow.Array[1, 40].Sample(
            rows =>
            {
                rows = [.. rows.DistinctBy(static row => row.Id)];
                var path = folder.At($"{Guid.NewGuid():N}{extension}");
                VectorTableWriter.Write(path, rows, Dimensions, "a model");

                var table = VectorTableReader.Read(path);

                Assert.Empty(table.Skipped);
                Assert.Equal(rows.Select(static row => row.Id), table.Rows.Select(static row => row.Id));
                for (var i = 0; i < rows.Length; i++)
                {
                    Assert.Equal(
                        rows[i].Vector.ToArray().Select(BitConverter.SingleToInt32Bits),
                        table.Rows[i].Vector.ToArray().Select(BitConverter.SingleToInt32Bits));
                    Assert.Equal(rows[i].Captions, table.Rows[i].Captions);
                }
            },
            iter: 40);
    }

    [Fact]
    public void Many_rows_make_several_groups()
    {
        using var folder = new TestFolder();
        var rows = Enumerable.Range(0, 9000)
            .Select(static i => new VectorRow($"{i}.jpg", new float[] { i + 1, 2 }, []));
        VectorTableWriter.Write(
            folder.At("many.parquet"), rows, 2, cancellationToken: TestContext.Current.CancellationToken);

        var table = VectorTableReader.Read(folder.At("many.parquet"));

        Assert.Equal(9000, table.Rows.Count);
        Assert.Equal(("8999.jpg", 9000f), (table.Rows[^1].Id, table.Rows[^1].Vector.Span[0]));
    }

    [Fact]
    public void A_failure_leaves_nothing_behind()
    {
        using var folder = new TestFolder();
        VectorRow[] rows = [new("a.jpg", new float[2], []), new("b.jpg", new float[3], [])];

        Assert.Throws<ArgumentException>(() => VectorTableWriter.Write(
            folder.At("out.npy"), rows, 2, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InterchangeException>(() => VectorTableWriter.Write(
            folder.At("out.txt"), rows, 2, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
