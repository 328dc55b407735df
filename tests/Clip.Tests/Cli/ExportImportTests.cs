using Clip.Tests.Interchange;

namespace Clip.Tests.Cli;

/// <summary><c>export</c> and <c>import</c>.</summary>
public sealed class ExportImportTests(IndexedGallery gallery)
{
    [Fact]
    public async Task An_exported_gallery_is_imported_elsewhere_and_searched_alike_without_encoding_pictures()
    {
        using var output = new TestFolder();
        var folder = await gallery.Folder;
        var exported = (await ClipSearch.RunAsync("export", output.At("all.parquet"), "--in", folder, "--json"))
            .Ended(0);

        var imported = (await ClipSearch.RunAsync(
            "import", output.At("all.parquet"), "--in", folder, "--index-dir", output.At("index"), "--json")).Ended(0);
        var found = (await ClipSearch.RunAsync(
            "search", "a dog", "--in", folder, "--index-dir", output.At("index"), "--json", "--no-index")).Ended(0);
        var updated = (await ClipSearch.RunAsync(
            "index", folder, "--index-dir", output.At("index"), "--json")).Ended(0);

        Assert.Equal(100, exported.Json.Single().GetProperty("rows").GetInt32());
        Assert.Equal(100, imported.Json.Single().GetProperty("matched").GetInt32());
        Assert.Empty(imported.Errors); // the file says which model has made them
        var expected = (await ClipSearch.RunAsync("search", "a dog", "--in", folder, "--json")).Ended(0);
        Assert.Equal(expected.Paths.Select(Path.GetFullPath), found.Paths.Select(Path.GetFullPath));
        Assert.Equal(0, updated.Json.Single().GetProperty("added").GetInt32());
        Assert.Equal(100, updated.Json.Single().GetProperty("skipped").GetInt32());
    }

    [Fact]
    public async Task An_export_holds_new_pictures_too_unless_it_is_told_not_to_look()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("pictures", "1.jpg"));
        string[] export = ["export", folder.At("all.npy"), "--in", folder.At("pictures"), "--json"];

        var first = (await ClipSearch.RunAsync(export)).Ended(0);
        File.Copy(Pictures.Photo("kodak-23.jpg"), folder.At("pictures", "2.jpg"));
        var old = (await ClipSearch.RunAsync([.. export, "--no-index"])).Ended(0);
        var second = (await ClipSearch.RunAsync(export)).Ended(0);

        Assert.Equal([1, 1, 2], new[] { first, old, second }.Select(
            static answer => answer.Json.Single().GetProperty("rows").GetInt32()));
    }

    [Fact]
    public async Task A_database_of_rclip_is_matched_with_the_pictures_wherever_they_lie_now()
    {
        using var output = new TestFolder();
        var answer = (await ClipSearch.RunAsync(
            "import", IndexGoldens.At("rclip-4.0/db.sqlite3"), "--in", await gallery.Folder, "--index-dir",
            output.At("index"), "--only-existing", "--json")).Ended(0);

        var line = answer.Json.Single();
        Assert.InRange(line.GetProperty("matched").GetInt32(), 15, 31);
        Assert.Equal("/home/anna/Pictures/", line.GetProperty("base").GetString());
    }

    [Fact]
    public async Task A_file_that_states_no_model_or_has_no_vectors_is_said_in_few_lines()
    {
        using var output = new TestFolder();
        var folder = await gallery.Folder;
        (await ClipSearch.RunAsync("export", output.At("all.npy"), "--in", folder)).Ended(0);
        string[] place = ["--in", folder, "--index-dir", output.At("index")];

        var names = (await ClipSearch.RunAsync(["import", output.At("all.jsonl"), .. place])).Ended(1);
        var vectors = (await ClipSearch.RunAsync(["import", output.At("all.npy"), .. place])).Ended(0);

        names.HasOneErrorLine("all.jsonl", "import that file", "all.npy");
        names.HasOneErrorLine("100 rows are left out", "--verbose");
        Assert.InRange(names.ErrorLines.Length, 12, 14);
        vectors.HasOneErrorLine("taken for vectors of clip-mini", "--model");
    }

    [Fact]
    public async Task What_cannot_be_imported_is_one_line_and_leaves_no_index()
    {
        using var output = new TestFolder();
        var folder = await gallery.Folder;

        (await ClipSearch.RunAsync(
            "import", IndexGoldens.At("rclip-3.3/db.sqlite3"), "--in", folder, "--index-dir", output.At("index")))
            .Ended(2).HasOneErrorLine("512 dimensions", "384");
        (await ClipSearch.RunAsync(
            "import", IndexGoldens.At("broken/truncated.npy"), "--in", folder, "--index-dir", output.At("index")))
            .IsError("truncated.npy", "more bytes");
        (await ClipSearch.RunAsync("export", output.At("all.txt"), "--in", folder)).IsError("all.txt", ".npy");

        Assert.False(Directory.Exists(output.At("index")));
    }

    [Fact]
    public async Task Rows_that_nothing_names_or_that_are_named_oddly_are_said_and_kept_or_left_out()
    {
        using var output = new TestFolder();
        var folder = await gallery.Folder;
        (await ClipSearch.RunAsync("export", output.At("all.npy"), "--in", folder)).Ended(0);
        var lines = await File.ReadAllLinesAsync(output.At("all.jsonl"), TestContext.Current.CancellationToken);
        File.Move(output.At("all.jsonl"), output.At("names.jsonl"));
        File.WriteAllText(
            output.At("odd.jsonl"),
            "{\"path\": \"\", \"vector\": \"!\"}\n{\"path\": \"a\\u0000\\u001b\", \"vector\": \"!\"}\n"
            + "{\"path\": \"../../etc/x\", \"vector\": \"!\"}\n");
        string[] place = ["--in", folder, "--index-dir", output.At("index"), "--no-captions"];

        var numbered = (await ClipSearch.RunAsync(["import", output.At("all.npy"), .. place])).Ended(0);
        var named = (await ClipSearch.RunAsync(
            ["import", output.At("all.npy"), "--names", output.At("names.jsonl"), "--json", .. place])).Ended(0);
        var odd = (await ClipSearch.RunAsync(["import", output.At("odd.jsonl"), .. place])).Ended(1);
        var missing = await ClipSearch.RunAsync("import", output.At("all.npy"), "--in", output.At("missing"));

        numbered.HasOneErrorLine("names no paths", "--names", "all.jsonl");
        Assert.Equal(lines.Length, named.Json.Single().GetProperty("matched").GetInt32());
        odd.HasOneErrorLine("line 1 is left out", "not base64");
        odd.HasOneErrorLine("line 2 (a??)", "not base64");
        odd.HasOneErrorLine("line 3 (../../etc/x)");
        missing.IsError("missing", "does not exist");
    }
}
