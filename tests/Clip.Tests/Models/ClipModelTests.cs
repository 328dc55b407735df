using Clip.Cli.Remedies;
using Clip.Models.Onnx;

namespace Clip.Tests.Models;

public class ClipModelTests
{
    [Fact]
    public void A_text_search_does_not_load_the_image_tower()
    {
        using var model = EmbeddedModel.Load();

        model.Text.Encode("a dog", TestContext.Current.CancellationToken);

        Assert.True(model.Text.IsLoaded);
        Assert.False(model.Image.IsLoaded);
    }

    [Fact]
    public void Many_threads_get_the_results_of_one()
    {
        using var model = EmbeddedModel.Load();
        string[] texts = ["a dog", "two cats on a sofa", "", "sunset over the sea with a sailing boat", "ein Hund"];
        var alone = texts.Select(text => model.Text.Encode(text)).ToArray();

        Parallel.For(0, 40, i => Assert.Equal(alone[i % texts.Length], model.Text.Encode(texts[i % texts.Length])));
    }

    [Fact]
    public void A_canceled_encoding_throws_OperationCanceledException()
    {
        using var model = EmbeddedModel.Load();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => model.Text.Encode("a dog", cancelled.Token));
    }

    [Fact]
    public void A_combined_graph_is_cut_into_its_towers()
    {
        var graph = OnnxGraph.Read(Path.Combine(GoldenModels.Folder("clip-combined"), "onnx", "model.onnx"));
        var whole = File.ReadAllBytes(graph.Path);

        var text = OnnxTower.Cut(whole, "text_embeds");
        var image = OnnxTower.Cut(whole, "image_embeds");

        Assert.True(graph.IsCombined);
        // Every weight belongs to one tower; only the logit scale, which neither embedding needs, is left out.
        Assert.InRange(text.Length + image.Length, whole.Length * 95 / 100, whole.Length * 105 / 100);
        using var textFile = new TestFolder();
        File.WriteAllBytes(textFile.At("text.onnx"), text);
        var cut = OnnxGraph.Read(textFile.At("text.onnx"));
        Assert.DoesNotContain(cut.Inputs, input => input.Name == "pixel_values");
        Assert.Equal(["text_embeds"], cut.Outputs.Select(output => output.Name));
    }

    [Fact]
    public void The_fingerprint_depends_on_the_content_and_not_on_the_folder()
    {
        using var folder = new TestFolder();
        TestFolder.Copy(GoldenModels.Folder("clip-split"), folder.At("copy"));
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        using (var copy = ClipModel.Load(folder.At("copy")))
            Assert.Equal(model.Fingerprint, copy.Fingerprint);

        var weights = folder.At("copy", "onnx", "text_model.onnx_data");
        var bytes = File.ReadAllBytes(weights);
        bytes[0] ^= 1;
        File.WriteAllBytes(weights, bytes);
        using var changed = ClipModel.Load(folder.At("copy"));
        Assert.NotEqual(model.Fingerprint, changed.Fingerprint);
    }

    [Theory]
    [InlineData("clip-split", 77)]
    [InlineData("siglip-split", 64)]
    [InlineData("bert-combined", 52)]
    [InlineData("immich-gen1", 77)]
    public void The_maximum_length_depends_on_the_files_of_the_folder(string name, int maxLength)
    {
        using var model = ClipModel.Load(GoldenModels.Folder(name));

        Assert.Equal(maxLength, model.Text.MaxLength);
        Assert.Equal(maxLength, model.Text.Tokenize(string.Concat(Enumerable.Repeat("word ", 10_000))).Length);
    }

    [Fact]
    public void An_unknown_device_is_refused_with_a_list_of_the_known_ones()
    {
        var error = Assert.Throws<DeviceException>(
            () => ClipModel.Load(EmbeddedModel.Folder, new ClipModelOptions { Device = "abacus" }));

        Assert.Contains("abacus", error.Message);
        Assert.Contains("cuda", error.Message);
    }

    [Fact]
    public void A_named_device_that_is_missing_fails_with_the_reason()
    {
        using var model = ClipModel.Load(EmbeddedModel.Folder, new ClipModelOptions { Device = "cuda" });

        var error = Assert.Throws<DeviceException>(
            () => model.Text.Encode("a dog", TestContext.Current.CancellationToken));

        Assert.Equal((DeviceFault.NotInThisBuild, "cuda"), (error.Fault, error.Device));
        Assert.Contains("--device cuda: not part of this ONNX Runtime build; give a CUDA build", ErrorText.Of(error));
    }

    [Fact]
    public void Auto_reports_why_each_device_was_passed_over()
    {
        using var model = EmbeddedModel.Load();

        model.Text.Encode("a dog", TestContext.Current.CancellationToken);

        Assert.All(model.Text.Sessions.Any.PassedOver, passed => Assert.NotEmpty(passed.Reason));
        Assert.Contains(model.Text.Sessions.Any.PassedOver, passed => passed.Device == "cuda");
        Assert.Equal("cpu", model.Text.Device);
    }
}
