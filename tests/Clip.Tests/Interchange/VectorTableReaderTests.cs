using System.Text.Json;

namespace Clip.Tests.Interchange;

/// <summary>Files of other programs give the vectors and names that these programs gave them.</summary>
public sealed class VectorTableReaderTests
{
    private static readonly VectorTable Queries = VectorTableReader.Read(IndexGoldens.At("queries.npy"));

    public static TheoryData<string> Files
    {
        get
        {
            TheoryData<string> files = ["clip-retrieval"];
            var expected = IndexGoldens.Read("expected.json").GetProperty("files");
            foreach (var kind in (string[])["safetensors", "parquet", "npy", "jsonl", "pgvector"])
            {
                foreach (var file in expected.GetProperty(kind).EnumerateObject())
                {
                    if (file.Value.TryGetProperty("top5", out _))
                        files.Add($"{kind}/{file.Name}");
                }
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_has_the_vectors_and_names_of_the_program_that_wrote_it(string name)
    {
        var expected = Expected(name);
        var table = VectorTableReader.Read(IndexGoldens.At(name));

        var good = expected.TryGetProperty("rows_good", out var some) ? some : expected.GetProperty("rows");
        Assert.Equal(good.GetInt32(), table.Rows.Count);
        Assert.Equal(expected.GetProperty("dimension").GetInt32(), table.Dimensions);
        AssertValues(table, expected, "first");
        AssertValues(table, expected, "last");
        foreach (var (query, top) in expected.GetProperty("top5").EnumerateArray().Select((top, i) => (i, top)))
            AssertTop(table, Queries.Rows[query].Vector.Span, top);
    }

    [Theory]
    [InlineData("parquet/nulls.parquet", "row ", "rows_skipped")]
    [InlineData("jsonl/openai_batch_output.jsonl", null, "rows_skipped")]
    [InlineData("pgvector/immich.sql", null, "left_out")]
    public void Rows_that_no_index_can_hold_are_left_out_with_the_reason(string name, string? prefix, string key)
    {
        var table = VectorTableReader.Read(IndexGoldens.At(name));

        var expected = Expected(name).GetProperty(key).EnumerateObject().ToList();
        Assert.Equal(expected.Count, table.Skipped.Count);
        foreach (var row in expected)
        {
            var reasons = table.Skipped
                .Where(skipped => prefix is null || skipped.Row == prefix + row.Name).Select(skipped => skipped.Reason);
            Assert.Contains(row.Value.GetString(), reasons);
        }
    }

    [Theory]
    [InlineData("rclip-3.3/db.sqlite3", "rclip-3.3/expected.json")]
    [InlineData("rclip-4.0/db.sqlite3", "rclip-4.0/expected.json")]
    [InlineData("rclip-wal/db.sqlite3", "rclip-wal/expected.json")]
    public void A_database_of_rclip_has_the_pictures_that_are_not_deleted_and_is_not_touched(
        string name, string answers)
    {
        var path = IndexGoldens.At(name);
        var files = Directory.GetFiles(Path.GetDirectoryName(path)!).Order();
        var before = files.ToDictionary(static file => file, File.ReadAllBytes);

        var table = VectorTableReader.Read(path);

        var expected = IndexGoldens.Read(answers).GetProperty("live_paths").EnumerateArray()
            .Select(one => one.GetString());
        Assert.Equal(expected.Order(), table.Rows.Select(row => row.Id).Order());
        Assert.Equal(before.Keys, Directory.GetFiles(Path.GetDirectoryName(path)!).Order());
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }

    [Fact]
    public void Captions_are_read_with_the_rows()
    {
        var folder = VectorTableReader.Read(IndexGoldens.At("clip-retrieval"));
        var pair = VectorTableReader.Read(IndexGoldens.At("npy/float32.npy"));
        var tensors = VectorTableReader.Read(IndexGoldens.At("safetensors/two_tensors.safetensors"));

        Assert.Equal(["a white stone house with red shutters and a red door"], folder.Rows[0].Captions);
        Assert.Equal(["a white stone house with red shutters and a red door"], pair.Rows[0].Captions);
        Assert.Equal("photos/kodak-01.jpg", pair.Rows[0].Id);
        Assert.Equal(
            ["a white stone house with red shutters and a red door", "an old building with many windows"],
            tensors.Rows[0].Captions);
    }

    [Fact]
    public void A_flat_index_of_faiss_is_read_and_another_kind_is_named()
    {
        var table = VectorTableReader.Read(IndexGoldens.At("faiss/flat_ip.index"));

        Assert.Equal((40, 384, false), (table.Rows.Count, table.Dimensions, table.HasPaths));
        var error = Assert.Throws<InterchangeException>(
            () => VectorTableReader.Read(IndexGoldens.At("faiss/sq8.index")));
        Assert.Contains("IxSQ", error.Message);
    }

    [Fact]
    public void Vectors_that_this_program_wrote_itself_are_read_without_those_of_texts()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("own.jsonl"), """
            {"input": "a dog", "kind": "text", "embedding": [0.1, 0.2]}
            {"input": "dog.jpg", "kind": "image", "embedding": [0.3, 0.4]}
            {"input": "cat.jpg", "kind": "image", "error": "does not exist"}
            """);

        var table = VectorTableReader.Read(folder.At("own.jsonl"));

        Assert.Equal("dog.jpg", Assert.Single(table.Rows).Id);
        Assert.Equal(["a text, not a picture", "no vector"], table.Skipped.Select(static row => row.Reason));
    }

    [Fact]
    public void Vectors_spread_over_columns_are_refused_with_the_names_of_the_columns()
    {
        var error = Assert.Throws<InterchangeException>(
            () => VectorTableReader.Read(IndexGoldens.At("parquet/one_column_a_dimension.parquet")));

        Assert.Contains("id, 0, 1, 2", error.Message);
    }

    private static JsonElement Expected(string name)
    {
        var expected = IndexGoldens.Read("expected.json").GetProperty("files");
        foreach (var part in name.Split('/'))
            expected = expected.GetProperty(part);
        return expected;
    }

    /// <summary>
    /// The row that is meant by an id; this project's own pair of files has paths in place of numbers.
    /// </summary>
    private static VectorRow Find(VectorTable table, string id) =>
        table.Rows.FirstOrDefault(row => row.Id == id)
        ?? table.Rows[int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)];

    private static void AssertValues(VectorTable table, JsonElement expected, string which)
    {
        var vector = Unit(Find(table, expected.GetProperty($"{which}_id").GetString()!).Vector.Span);
        var raw = Find(table, expected.GetProperty($"{which}_id").GetString()!).Vector.Span;
        // The first values of the first row, and the last ones of the last row.
        var i = which == "first" ? 0 : raw.Length - expected.GetProperty($"{which}_values").GetArrayLength();
        foreach (var value in expected.GetProperty($"{which}_values").EnumerateArray())
        {
            var wanted = value.GetDouble();
            var isThere = Math.Abs(raw[i] - wanted) < 1e-7 || Math.Abs(vector[i] - wanted) < 1e-6;
            Assert.True(isThere, $"{raw[i]} is not {wanted}");
            i++;
        }
    }

    private static void AssertTop(VectorTable table, ReadOnlySpan<float> query, JsonElement top)
    {
        List<(double Score, VectorRow Row)> scored = [];
        foreach (var row in table.Rows)
        {
            var vector = row.Vector.Span;
            var isStored = Math.Abs(Length(vector) - 1) < 0.05;
            var score = 0.0;
            var length = isStored ? 1 : Length(vector);
            for (var i = 0; i < vector.Length; i++)
                score += (double)vector[i] / length * query[i];
            scored.Add((score, row));
        }

        var found = scored.OrderByDescending(static one => one.Score).Take(5).ToList();
        var ids = top.GetProperty("ids").EnumerateArray().Select(one => Find(table, one.GetString()!));
        Assert.Equal(ids, found.Select(static one => one.Row));
        var scores = top.GetProperty("scores").EnumerateArray().Select(static score => score.GetDouble());
        Assert.All(scores.Zip(found), static pair => Assert.Equal(pair.First, pair.Second.Score, 2e-6));
    }

    private static double Length(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector)
            squares += (double)value * value;
        return Math.Sqrt(squares);
    }

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        var length = Length(vector);
        return Array.ConvertAll(vector.ToArray(), value => (float)(value / length));
    }
}
