namespace Clip.Tests.Models;

/// <summary>A model that cannot be used is reported in one line: file, problem, remedy.</summary>
public class DamagedModelTests
{
    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = new TestFolder();
        var missing = folder.At("nothing");

        AssertError(missing, "no such model folder", () => ClipModel.Load(missing).Dispose());
    }

    [Fact]
    public void A_folder_without_a_model_is_refused_with_the_expected_files()
    {
        using var folder = new TestFolder();

        AssertError(folder.Path, "no model", () => ClipModel.Load(folder.Path).Dispose());
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 1000\n", "Git LFS pointer" },
        { "<!doctype html><html><body>Please log in</body></html>", "web page" },
        { "", "is empty" },
        { "this is not a model at all, but a text of some length", "not an ONNX model" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_file_in_place_of_the_weights_is_reported(string content, string problem)
    {
        using var folder = Copy("clip-split");
        File.WriteAllText(folder.At("onnx", "vision_model.onnx"), content);

        AssertError("vision_model.onnx", problem, () => ClipModel.Load(folder.Path).Dispose());
    }

    [Fact]
    public void A_truncated_graph_is_reported()
    {
        using var folder = Copy("clip-split");
        using (var file = File.OpenWrite(folder.At("onnx", "vision_model.onnx")))
            file.SetLength(file.Length / 2);

        AssertError("vision_model.onnx", "damaged", () => ClipModel.Load(folder.Path).Dispose());
    }

    [Fact]
    public void Missing_external_weights_are_named()
    {
        using var folder = Copy("clip-split");
        File.Delete(folder.At("onnx", "text_model.onnx_data"));

        AssertError("text_model.onnx_data", "is missing", () => ClipModel.Load(folder.Path).Dispose());
    }

    [Fact]
    public void Truncated_external_weights_are_reported()
    {
        using var folder = Copy("clip-split");
        using (var file = File.OpenWrite(folder.At("onnx", "text_model.onnx_data")))
            file.SetLength(file.Length - 1);

        AssertError("text_model.onnx_data", "cut off", () => ClipModel.Load(folder.Path).Dispose());
    }

    [Fact]
    public void A_missing_tower_is_reported_when_it_is_needed()
    {
        using var folder = Copy("clip-split");
        File.Delete(folder.At("onnx", "vision_model.onnx"));
        using var model = ClipModel.Load(folder.Path);

        Assert.NotEmpty(model.Text.Encode("a dog", TestContext.Current.CancellationToken));
        AssertError(folder.Path, "no image tower", () => model.Image.CreateBatch(1).Dispose());
    }

    [Fact]
    public void Towers_of_different_dimension_are_refused()
    {
        using var folder = Copy("clip-split");
        File.Copy(
            Path.Combine(EmbeddedModel.Folder, "onnx", "vision_model.onnx"), folder.At("onnx", "vision_model.onnx"),
            overwrite: true);

        AssertError(
            folder.Path, "24 dimensions with an image tower of 384", () => ClipModel.Load(folder.Path).Dispose());
    }

    [Fact]
    public void A_missing_tokenizer_is_reported_when_it_is_needed()
    {
        using var folder = Copy("clip-split");
        File.Delete(folder.At("tokenizer.json"));
        using var model = ClipModel.Load(folder.Path);

        AssertError(folder.Path, "no tokenizer.json", () => model.Text.Encode("a dog"));
    }

    [Fact]
    public void A_damaged_configuration_is_named()
    {
        using var folder = Copy("clip-split");
        File.WriteAllText(folder.At("config.json"), "{ \"model_type\": ");

        AssertError("config.json", "not valid JSON", () => ClipModel.Load(folder.Path).Dispose());
    }

    [Fact]
    public void A_configuration_that_contradicts_the_graph_is_refused()
    {
        using var folder = Copy("clip-split");
        var path = folder.At("preprocessor_config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("224", "336", StringComparison.Ordinal));
        using var model = ClipModel.Load(folder.Path);

        AssertError("vision_model.onnx", "336x336", () => model.Image.CreateBatch(1).Dispose());
    }

    [Fact]
    public void A_graph_that_cannot_be_run_is_reported_without_a_stack_trace()
    {
        using var folder = Copy("clip-split");
        var path = folder.At("onnx", "vision_model.onnx");
        var bytes = File.ReadAllBytes(path);
        // The name of an operator that no ONNX Runtime has.
        var at = bytes.AsSpan().IndexOf("Softmax"u8);
        "Hardmin"u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(path, bytes);
        using var model = ClipModel.Load(folder.Path);

        AssertError(
            "vision_model.onnx", "cannot be loaded", () => model.Image.Encode(GoldenModels.Picture("rgb_33x47.png")));
    }

    private static TestFolder Copy(string name)
    {
        var folder = new TestFolder();
        TestFolder.Copy(GoldenModels.Folder(name), folder.Path);
        return folder;
    }

    private static void AssertError(string subject, string problem, Action action)
    {
        var error = Assert.ThrowsAny<ClipException>(action);
        Assert.Contains(subject, error.Subject);
        Assert.Contains(problem, error.Message);
        Assert.NotNull(error.Remedy);
        Assert.DoesNotContain('\n', error.Message);
    }
}
