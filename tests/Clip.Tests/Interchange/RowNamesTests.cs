namespace Clip.Tests.Interchange;

/// <summary>A second file names rows that are only numbered.</summary>
public sealed class RowNamesTests
{
    private const string Vectors = "[[1, 2], [0, 0], [3, 4]]";

    [Theory]
    [InlineData("names.txt", "a.jpg\r\nb, 1.jpg\r\nc.jpg\r\n")]
    [InlineData("names.txt", "\ufeffa.jpg\nb, 1.jpg\nc.jpg")]
    [InlineData("names.jsonl", "{\"path\": \"a.jpg\"}\n\"b, 1.jpg\"\n{\"file_name\": \"c.jpg\"}")]
    [InlineData("names.json", "[\n  \"a.jpg\",\n  \"b, 1.jpg\",\n  {\"path\": \"c.jpg\"}\n]")]
    public void Every_row_has_the_name_of_its_place_also_one_that_is_left_out(string name, string names)
    {
        var table = Read(name, names);

        Assert.True(table.HasPaths);
        Assert.Equal(["a.jpg", "c.jpg"], table.Rows.Select(static row => row.Id));
        Assert.Equal(3, table.Rows[1].Vector.Span[0]);
        Assert.Equal(
            ("row 1", "b, 1.jpg", "a zero vector"),
            table.Skipped.Select(static row => (row.Row, row.Id, row.Reason)).Single());
    }

    [Fact]
    public void Another_number_of_names_is_an_error_that_states_both()
    {
        var error = Assert.Throws<InterchangeException>(() => Read("names.txt", "a.jpg\nb.jpg\n"));

        Assert.Contains("names 2 rows", error.Message);
        Assert.Contains("has 3", error.Message);
    }

    private static VectorTable Read(string name, string names)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("vectors.json"), Vectors);
        File.WriteAllText(folder.At(name), names);
        return VectorTableReader.Read(folder.At("vectors.json"), folder.At(name));
    }
}
