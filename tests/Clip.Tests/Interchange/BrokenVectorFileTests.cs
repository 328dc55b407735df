using System.Text.Json;

namespace Clip.Tests.Interchange;

/// <summary>Damaged, hostile and foreign files are refused with the reason, or lose only their bad rows.</summary>
public sealed class BrokenVectorFileTests
{
    public static TheoryData<string> Cases => [.. IndexGoldens.Read("broken/expected.json").GetProperty("cases")
        .EnumerateArray().Select(static one => one.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_broken_file_is_refused_or_loses_only_its_bad_rows(string name)
    {
        var expected = IndexGoldens.Read("broken/expected.json").GetProperty("cases").EnumerateArray()
            .First(one => one.GetProperty("file").GetString() == name);
        var expect = expected.GetProperty("expect").GetString()!;
        var path = IndexGoldens.At(Path.Combine("broken", name));
        var before = Everything();

        VectorTable? table = null;
        InterchangeException? refused = null;
        try
        {
            table = VectorTableReader.Read(path);
        }
        catch (InterchangeException error)
        {
            refused = error;
        }

        Assert.Equal(before, Everything());
        if (expect == "refuse")
            Assert.NotNull(refused);
        if (expect is "skip rows" or "nothing found")
            Assert.NotNull(table);
        if (refused is not null)
            Assert.DoesNotContain('\n', refused.Message);
        if (expect == "nothing found")
            Assert.Empty(table!.Rows);
        if (table is not null && expected.TryGetProperty("skipped", out var skipped))
            AssertSkipped(table, skipped);
        foreach (var row in table?.Rows ?? [])
            Assert.All(row.Vector.ToArray(), static value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData("truncated.npy", "more bytes")]
    [InlineData("clip-retrieval-counts", "has 20 rows, but metadata_0.parquet names 19")]
    [InlineData("clip-retrieval-gap", "metadata_1")]
    [InlineData("clip-retrieval-dimensions", "has 512 dimensions")]
    [InlineData("clip-retrieval-index-only", "img_emb")]
    [InlineData("no_vectors.parquet", "path, caption")]
    [InlineData("rclip_version_9.sqlite3", "version 9")]
    [InlineData("fp8.safetensors", "F8_E4M3")]
    [InlineData("pickled_objects.npy", "never run")]
    public void The_reason_is_named(string name, string reason)
    {
        var error = Assert.Throws<InterchangeException>(
            () => VectorTableReader.Read(IndexGoldens.At(Path.Combine("broken", name))));

        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Of_two_rows_of_a_path_the_first_counts_and_the_other_is_named()
    {
        var table = VectorTableReader.Read(IndexGoldens.At("broken/duplicate_path.jsonl"));

        Assert.Equal(table.Rows.Count, table.Rows.Select(static row => row.Id).Distinct().Count());
        Assert.Contains("first one counts", Assert.Single(table.Skipped).Reason);
    }

    private static string[] Everything() =>
        [.. Directory.EnumerateFileSystemEntries(IndexGoldens.At(""), "*", SearchOption.AllDirectories).Order()];

    private static void AssertSkipped(VectorTable table, JsonElement expected)
    {
        foreach (var row in expected.EnumerateObject())
        {
            var found = table.Skipped.FirstOrDefault(
                one => one.Row.EndsWith($" {row.Name}", StringComparison.Ordinal) || one.Id == row.Name);
            Assert.True(found is not null, $"{row.Name} is not left out");
            Assert.Contains(row.Value.GetString()!, found.Reason);
        }
    }
}
