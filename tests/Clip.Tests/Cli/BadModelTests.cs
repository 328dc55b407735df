using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>A model, a device or an index that cannot be used is reported in one line and left unchanged.</summary>
public sealed class BadModelTests(IndexedGallery gallery)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_that_is_missing_or_corrupt_is_reported()
    {
        using var folder = new TestFolder();
        TestFolder.Copy(EmbeddedModel.Folder, folder.At("model"));
        var weights = folder.At("model", "onnx", "text_model.onnx");

        (await ClipSearch.RunAsync("search", "a dog", "--model", folder.At("gone")))
            .IsError(folder.At("gone"), "no such model folder");
        (await ClipSearch.RunAsync(
            ["embed", "a dog"], null,
            environment: new() { ["CLIPSEARCH_MODEL"] = folder.At("gone") }))
            .IsError(folder.At("gone"), "no such model folder");
        using (var file = File.OpenWrite(weights))
            file.SetLength(file.Length / 3);
        (await ClipSearch.RunAsync("embed", "a dog", "--model", folder.At("model"))).IsError(weights, "damaged", ";");
        await File.WriteAllTextAsync(weights, "version https://git-lfs.github.com/spec/v1\n", Stop);
        (await ClipSearch.RunAsync("embed", "a dog", "--model", folder.At("model")))
            .IsError(weights, "Git LFS pointer", ";");
        await File.WriteAllTextAsync(folder.At("model", "tokenizer.json"), "{", Stop);
        File.Copy(Path.Combine(EmbeddedModel.Folder, "onnx", "text_model.onnx"), weights, overwrite: true);
        (await ClipSearch.RunAsync(
            ["inspect", "tokens", "-", "--model", folder.At("model")],
            "\"a\"\n\"b\"\n"u8.ToArray())).IsError("tokenizer.json", ";");
    }

    [Fact]
    public async Task A_device_that_does_not_exist_is_reported_where_it_was_requested()
    {
        (await ClipSearch.RunAsync("embed", "a dog", "--device", "abacus"))
            .IsError("--device abacus", "no such device", "auto");
        (await ClipSearch.RunAsync(["embed", "a dog"], null, environment: new() { ["CLIPSEARCH_DEVICE"] = "abacus" }))
            .IsError("abacus", "no such device");
        (await ClipSearch.RunAsync(
            ["embed", "a dog", "--device", "CPU", "--threads", "1"], null,
            environment: new() { ["CLIPSEARCH_DEVICE"] = "abacus" })).Ended(0);
    }

    [Fact]
    public async Task The_index_of_another_model_is_refused()
    {
        var folder = await gallery.Folder;
        var other = GoldenModels.Folder("clip-split");

        foreach (var arguments in (string[][])[
            ["search", "a dog", "--in", folder], ["index", folder],
            ["search", "a dog", "--in", folder, "--no-index"]])
            (await ClipSearch.RunAsync([.. arguments, "--model", other]))
                .IsError(Path.Combine(folder, ".clip"), "was made with the model clip-mini", "clip-split", "--model");
    }

    [Fact]
    public async Task A_corrupt_index_is_refused_and_left_alone()
    {
        using var copy = await gallery.CopyAsync();
        var catalog = copy.At(".clip", "catalog.db");
        await File.WriteAllTextAsync(catalog, "this is no catalog at all, but somebody's important notes", Stop);

        (await ClipSearch.RunAsync("search", "a dog", "--in", copy.Path)).Ended(2)
            .HasOneErrorLine(copy.At(".clip"), ";");
        (await ClipSearch.RunAsync("index", copy.Path)).Ended(2).HasOneErrorLine(copy.At(".clip"), ";");
        Assert.StartsWith("this is no catalog", await File.ReadAllTextAsync(catalog, Stop));
    }
}
