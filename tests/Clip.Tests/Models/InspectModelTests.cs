using Clip.Tests.Cli;
using static Clip.Tests.Models.TinyModel;

namespace Clip.Tests.Models;

/// <summary>The command line says what was read from a model's folders.</summary>
public class InspectModelTests
{
    [Fact]
    public async Task Two_folders_separated_by_a_comma_are_the_two_towers()
    {
        using var folder = Towers();

        var towers = $"{folder.At("text")},{folder.At("image")}";
        var answer = (await ClipSearch.RunAsync("inspect", "model", "--json", "--model", towers)).Ended(0);

        var line = Assert.Single(answer.Json);
        Assert.Equal("text+image", line.GetProperty("name").GetString());
        Assert.Equal(4, line.GetProperty("dimension").GetInt32());
        Assert.Equal(4, line.GetProperty("image_width").GetInt32());
        Assert.Equal(["fp32"], line.GetProperty("variants").EnumerateArray().Select(variant => variant.GetString()));
    }

    [Fact]
    public async Task A_single_tower_is_described()
    {
        using var folder = Towers();

        var answer = (await ClipSearch.RunAsync("inspect", "model", "--model", folder.At("text"))).Ended(0);

        Assert.Contains("no image tower", answer.Output);
        Assert.Contains("at most 77 tokens", answer.Output);
    }

    [Fact]
    public async Task Errors_explain_the_choice_of_weights_and_dimension()
    {
        using var folder = Towers();
        var text = folder.At("text");

        var usual = (await ClipSearch.RunAsync("inspect", "model", "--model", text)).Ended(0);
        string[] choices = ["--variant", "fp16", "--dimensions", "2"];
        var chosen = (await ClipSearch.RunAsync(["inspect", "model", "--model", text, .. choices])).Ended(0);
        var missing = await ClipSearch.RunAsync("inspect", "model", "--model", text, "--variant", "q4");

        Assert.Contains("fp32 (the least lossy there is; --variant takes fp16 too)", usual.Output);
        Assert.Contains("fp16 (asked for; --variant takes fp32 too)", chosen.Output);
        Assert.Contains("2 of 4", chosen.Output);
        missing.IsError(text, "no variant 'q4'", "choose among fp32, fp16");
    }

    [Fact]
    public async Task Language_and_task_change_the_text_that_the_model_gets()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"text_config": {"task_instructions": {"query": "find "}}}""");
        folder.Write(
            "tokenizer.json", Tokenizer("eng_Latn", "</s>", "</s>", "<unk>", "chien", "eng_Latn", "fra_Latn", "find"));
        new TinyOnnx().AddText(6).Save(folder.At("model.onnx"));

        Assert.Equal("[3,2,0]\n", await Tokens());
        Assert.Equal("[4,2,0]\n", await Tokens("--language", "fra_Latn"));
        Assert.Equal("[3,5,2,0]\n", await Tokens("--task", "query"));
        Assert.Equal("[4,5,2,0]\n", await Tokens("--task", "query", "--language", "fra_Latn"));

        async Task<string> Tokens(params string[] options) =>
            (await ClipSearch.RunAsync(["inspect", "tokens", "chien", "--model", folder.Path, .. options]))
            .Ended(0).Output;
    }

    private static TestFolder Towers()
    {
        var folder = new TestFolder();
        folder.Write("text/config.json", """{"model_type": "clip_text_model"}""");
        folder.Write("text/tokenizer.json", Tokenizer(null, null, "<unk>", "dog"));
        new TinyOnnx().AddText(2).Save(folder.At("text", "model.onnx"));
        new TinyOnnx().AddText(2).Save(folder.At("text", "model_fp16.onnx"));
        folder.Write("image/preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddImage().Save(folder.At("image", "model.onnx"));
        return folder;
    }
}
