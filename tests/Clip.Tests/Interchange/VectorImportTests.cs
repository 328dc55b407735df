using Clip.Tests.Models;

namespace Clip.Tests.Interchange;

/// <summary>Vectors of other programs become those of an index.</summary>
public sealed class VectorImportTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly TestFolder _pictures = new();
    private readonly ClipModel _model = ClipModel.Load(GoldenModels.Folder("clip-split"));

    public VectorImportTests()
    {
        foreach (var (name, index) in Pictures.Select(static (name, index) => (name, index)))
            File.Copy(GoldenModels.Picture(name), _pictures.At(index % 2 == 0 ? "a" : "b", name));
    }

    private static string[] Pictures => ["rgb_33x47.png", "exif_orientation_6.jpg", "palette.png", "rgba_art.png"];

    public void Dispose()
    {
        _model.Dispose();
        _pictures.Dispose();
    }

    [Theory]
    [InlineData("vectors.npy")]
    [InlineData("vectors.parquet")]
    [InlineData("vectors.safetensors")]
    public async Task An_exported_index_is_imported_with_every_bit_and_nothing_is_encoded_again(string name)
    {
        var first = IndexLocation.For(_pictures.Path, _pictures.At(".first", "index"));
        await new Indexer(_model, first).RunAsync(cancellationToken: Stop);
        var exported = Rows(first);
        using var output = new TestFolder();
        VectorTableWriter.Write(output.At(name), exported, _model.Dimensions, _model.Name, Stop);
        var second = IndexLocation.For(_pictures.Path, output.At("index"));

        var report = new VectorImport(_model, second).Run(
            VectorTableReader.Read(output.At(name)), cancellationToken: Stop);
        var run = await new Indexer(_model, second).RunAsync(cancellationToken: Stop);

        Assert.Equal((Pictures.Length, 0L, 0L), (report.Matched, report.Away, report.Known));
        Assert.Equal((0L, 0L, 0L), (run.Added, run.Updated, run.Removed));
        var imported = Rows(second);
        Assert.Equal(exported.Select(static row => row.Id), imported.Select(static row => row.Id));
        AssertSameVectors(exported, imported);
        Assert.Equal(Files(first), Files(second));
    }

    [Fact]
    public void Paths_of_another_place_are_matched_by_the_files_that_exist_and_the_others_are_kept()
    {
        var location = IndexLocation.For(_pictures.Path);
        var table = Table(
            ("/home/anna/Pictures/a/rgb_33x47.png", "a red square"),
            ("/home/anna/Pictures/b/exif_orientation_6.jpg", null),
            ("/home/anna/Pictures/gone/lost.png", "a lost picture"));

        var report = new VectorImport(_model, location).Run(table, cancellationToken: Stop);

        Assert.Equal((2L, 1L), (report.Matched, report.Away));
        Assert.Equal("/home/anna/Pictures/", report.Dropped);
        var rows = Rows(location);
        Assert.Equal(
            ["a/rgb_33x47.png", "b/exif_orientation_6.jpg", "gone/lost.png"], rows.Select(static row => row.Id));
        Assert.Equal(["a lost picture"], rows[2].Captions);
        // The values were not of unit length.
        Assert.All(rows, static row => Assert.Equal(1, row.Vector.ToArray().Sum(static value => value * value), 1e-6));
    }

    [Fact]
    public async Task Pictures_that_are_not_there_stay_when_the_folder_is_indexed_and_are_found()
    {
        var location = IndexLocation.For(_pictures.Path);
        new VectorImport(_model, location).Run(
            Table(("gone/lost.png", null), ("a/other.png", null), ("a/rgb_33x47.png", null)),
            cancellationToken: Stop);

        await new Indexer(_model, location).RunAsync(cancellationToken: Stop);
        var report = await new Indexer(_model, location)
            .RunAsync(cancellationToken: Stop);

        Assert.Equal(0, report.Removed);
        Assert.Contains("gone/lost.png", Rows(location).Select(static row => row.Id));
        Assert.Contains("a/other.png", Rows(location).Select(static row => row.Id));
    }

    [Fact]
    public async Task What_the_index_has_already_stays_as_it_is()
    {
        var location = IndexLocation.For(_pictures.Path);
        await new Indexer(_model, location).RunAsync(cancellationToken: Stop);
        var before = Rows(location);

        var report = new VectorImport(_model, location).Run(
            Table(("a/rgb_33x47.png", null)), cancellationToken: Stop);

        Assert.Equal((0L, 1L), (report.Matched, report.Known));
        AssertSameVectors(before, Rows(location));
    }

    [Fact]
    public void Vectors_of_another_length_change_nothing()
    {
        var location = IndexLocation.For(_pictures.Path);
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("short.jsonl"), """{"path": "a/rgb_33x47.png", "vector": [1, 2, 3]}""");

        var error = Assert.Throws<InterchangeException>(
            () => new VectorImport(_model, location).Run(
                VectorTableReader.Read(folder.At("short.jsonl")), cancellationToken: Stop));

        Assert.Contains("3 dimensions", error.Message);
        Assert.False(PictureIndex.Exists(location));
    }

    [Fact]
    public void Paths_that_lead_out_of_the_folder_are_left_out()
    {
        var report = new VectorImport(_model, IndexLocation.For(_pictures.Path)).Run(
            Table(("../../etc/secret.png", null), ("a/./rgb_33x47.png", null), ("a/rgb_33x47.png", null)),
            cancellationToken: Stop);

        Assert.Equal((1L, 0L), (report.Matched, report.Away));
        Assert.Equal(2, report.Skipped.Count);
    }

    [Fact]
    public void Numbered_rows_are_kept_under_their_numbers_as_pictures_that_are_away_until_names_are_given()
    {
        using var folder = new TestFolder();
        var vectors = Table(("x.png", null), ("y.png", null), ("z.png", null));
        File.WriteAllText(folder.At("vectors.json"), $"[{string.Join(',', vectors.Rows.Select(
            static row => $"[{string.Join(',', row.Vector.ToArray())}]"))}]");
        File.WriteAllText(folder.At("names.txt"), "a/rgb_33x47.png\nb/exif_orientation_6.jpg\nlost.png\n");
        // A number is no path, even where a file has such a name.
        File.Copy(GoldenModels.Picture("rgb_33x47.png"), _pictures.At("0"));
        var location = IndexLocation.For(_pictures.Path);

        var numbered = new VectorImport(_model, location).Run(
            VectorTableReader.Read(folder.At("vectors.json")), cancellationToken: Stop);
        var named = new VectorImport(_model, location).Run(
            VectorTableReader.Read(folder.At("vectors.json"), folder.At("names.txt")), cancellationToken: Stop);

        Assert.Equal((0L, 3L), (numbered.Matched, numbered.Away));
        Assert.Equal((2L, 1L), (named.Matched, named.Away));
        Assert.Equal(
            ["0", "1", "2", "a/rgb_33x47.png", "b/exif_orientation_6.jpg", "lost.png"],
            Rows(location).Select(static row => row.Id));
    }

    [Fact]
    public void Only_rows_of_files_that_exist_are_taken_where_that_is_wanted_and_the_others_are_named()
    {
        var report = new VectorImport(_model, IndexLocation.For(_pictures.Path)).Run(
            Table(("a/rgb_33x47.png", null), ("lost.png", null)), new VectorImportOptions { OnlyExisting = true },
            Stop);

        Assert.Equal((1L, 0L), (report.Matched, report.Away));
        var skipped = Assert.Single(report.Skipped);
        Assert.Equal(("row 1", "lost.png", "the file does not exist"), (skipped.Row, skipped.Id, skipped.Reason));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var error = Assert.Throws<FolderException>(
            () => new VectorImport(_model, IndexLocation.For(_pictures.At("gone"))).Run(
                Table(("a.png", null)), cancellationToken: Stop));

        Assert.Equal(FolderFault.Missing, error.Fault);
        Assert.False(Directory.Exists(_pictures.At("gone")));
    }

    private VectorTable Table(params (string Path, string? Caption)[] rows)
    {
        using var folder = new TestFolder();
        VectorTableWriter.Write(
            folder.At("table.npy"),
            rows.Select((row, i) => new VectorRow(
                row.Path,
                Enumerable.Range(1, _model.Dimensions).Select(value => (float)(value + i * 7)).ToArray(),
                row.Caption is null ? [] : [row.Caption])),
            _model.Dimensions);
        return VectorTableReader.Read(folder.At("table.npy"));
    }

    private static void AssertSameVectors(List<VectorRow> expected, List<VectorRow> rows) => Assert.All(
        expected.Zip(rows),
        static pair => Assert.Equal(pair.First.Vector.ToArray(), pair.Second.Vector.ToArray()));

    private static List<VectorRow> Rows(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        return [.. IndexExport.Rows(snapshot)];
    }

    private static List<(string, int, int, UInt128)> Files(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        return [.. snapshot.Files().Select(static file => (file.Path, file.Width, file.Height, file.Hash))];
    }
}
