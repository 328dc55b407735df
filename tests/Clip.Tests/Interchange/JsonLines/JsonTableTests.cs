namespace Clip.Tests.Interchange.JsonLines;

/// <summary>Vectors and their paths are found in JSON of any layout that programs write.</summary>
public sealed class JsonTableTests
{
    [Theory]
    [InlineData("""
        [
          {
            "path": "a.jpg",
            "embedding": [
              0.5,
              1
            ]
          }
        ]
        """, "a.jpg")]
    [InlineData("""
        {
          "path": "a.jpg",
          "embedding": [0.5,
            1]
        }
        """, "a.jpg")]
    [InlineData("""{"id": 0, "metadata": {"path": "a.jpg"}, "embedding": [0.5, 1]}""", "a.jpg")]
    [InlineData("""{"id": "c7", "payload": {"file_name": "a.jpg", "url": "http://x"}, "vector": [0.5, 1]}""", "a.jpg")]
    [InlineData("""{"id": 3, "properties": {"source": "b/a.jpg"}, "vector": {"default": [0.5, 1]}}""", "b/a.jpg")]
    [InlineData("""{"_id": "1", "_source": {"path": "a.jpg", "embedding": [0.5, 1]}}""", "a.jpg")]
    [InlineData("""{"id": "photos/a.jpg", "metadata": {"name": "A"}, "vector": [0.5, 1]}""", "photos/a.jpg")]
    [InlineData("""{"Path": "a.jpg", "id": "7", "Embedding": [0.5, 1]}""", "a.jpg")]
    [InlineData("""{"filePath": "a.jpg", "ImageEmbedding": [[0.5, 1]]}""", "a.jpg")]
    [InlineData("""{"result": {"points": [{"id": 1, "payload": {"path": "a.jpg"}, "vector": [0.5, 1]}]}}""", "a.jpg")]
    [InlineData("""{"vectors": [{"id": "1", "values": [0.5, 1], "metadata": {"path": "a.jpg"}}]}""", "a.jpg")]
    [InlineData("""{"ids": ["1"], "embeddings": [[0.5, 1]], "metadatas": [{"path": "a.jpg"}]}""", "a.jpg")]
    [InlineData("""{"paths": ["a.jpg"], "embeddings": [[0.5, 1]]}""", "a.jpg")]
    [InlineData("""{"a.jpg": [0.5, 1]}""", "a.jpg")]
    [InlineData("""{"path": "a.jpg", "embedding": "AAAAPwAAgD8"}""", "a.jpg")]
    public void A_picture_is_read_by_its_path(string json, string path)
    {
        var row = Assert.Single(Read(json).Rows);

        Assert.Equal(path, row.Id);
        Assert.Equal([0.5f, 1f], row.Vector.ToArray());
    }

    [Theory]
    [InlineData("""
        {
          "data": [
            {"index": 1, "embedding": [0.25,
              1]},
            {"index": 0, "embedding": [0.5,
              1]}
          ]
        }
        """)]
    [InlineData("[[0.5, 1], [0.25, 1]]")]
    [InlineData("{\"embedding\": [0.5, 1]}\n{\"embedding\": [0.25, 1]}\n")]
    public void Rows_that_nothing_names_are_numbered_in_their_order(string json)
    {
        var table = Read(json);

        Assert.False(table.HasPaths);
        Assert.Equal(["0", "1"], table.Rows.Select(static row => row.Id));
        Assert.Equal(0.5f, table.Rows[0].Vector.Span[0]);
    }

    [Fact]
    public void Base64_of_the_web_alphabet_is_read()
    {
        // Bytes whose base64 holds both letters that differ.
        var bytes = new byte[] { 0xfb, 0xff, 0xbf, 0x3e, 0xff, 0xef, 0xbe, 0x3f };
        var text = Convert.ToBase64String(bytes);
        Assert.True(text.Contains('+') && text.Contains('/'));

        var usual = Read($$"""{"path": "a.jpg", "embedding": "{{text}}"}""");
        var web = Read($$"""
            {"path": "a.jpg", "embedding": "{{text.Replace('+', '-').Replace('/', '_').TrimEnd('=')}}"}
            """);

        Assert.Equal(usual.Rows[0].Vector.ToArray(), web.Rows[0].Vector.ToArray());
    }

    [Fact]
    public void A_list_over_many_lines_that_is_cut_is_refused_and_not_read_as_rows_of_numbers()
    {
        var error = Assert.Throws<InterchangeException>(() => Read("""
            [
              {
                "path": "a.jpg",
                "embedding": [
                  0.5,
                  1
                ]
            """));

        Assert.Contains("neither JSON nor lines of JSON", error.Message);
    }

    [Fact]
    public void A_row_without_a_path_among_others_is_left_out()
    {
        var table = Read("""
            {"path": "", "vector": "!"}
            {"vector": [1, 2]}
            {"path": "a", "vector": [1, 2]}
            """);

        Assert.Equal("a", Assert.Single(table.Rows).Id);
        Assert.Equal(
            [("line 1", null, "not base64"), ("line 2", (string?)null, "no path")],
            table.Skipped.Select(static row => (row.Row, row.Id, row.Reason)));
    }

    private static VectorTable Read(string json)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("vectors.json"), json);
        return VectorTableReader.Read(folder.At("vectors.json"));
    }
}
