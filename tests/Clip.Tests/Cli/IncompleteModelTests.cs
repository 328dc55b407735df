using Clip.Cli.Languages;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>What a model's files lack is told once, whatever the verb.</summary>
public sealed class IncompleteModelTests
{
    [Fact]
    public async Task A_missing_configuration_is_told_once()
    {
        using var folder = new TestFolder();
        folder.Write("textual/tokenizer.json", TinyModel.Tokenizer(null, null, "<unk>", "dog", "cat"));
        new TinyOnnx().AddText(3).Save(folder.At("textual", "model.onnx"));

        var run = (await ClipSearch.RunAsync("embed", "dog", "cat", "--model", folder.Path)).Ended(0);
        var quiet = (await ClipSearch.RunAsync("embed", "dog", "--model", folder.Path, "--quiet")).Ended(0);

        Assert.Single(run.Errors.Split("has no config.json")[1..]);
        Assert.Empty(quiet.Errors);
        var chinese = Texts.OfMessage(run.Errors.Trim(), TextCatalog.Load("zh-CN"));
        Assert.Contains("文本的向量可能不对", chinese);
        Assert.Contains("请从该模型的页面下载", chinese);
    }
}
