using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace Clip.Tests.Models;

/// <summary>Tokenizers that the application brings.</summary>
public sealed class LibraryTokenizerTests
{
    [Fact]
    public void A_model_without_a_tokenizer_takes_one_of_the_library_and_adds_its_special_tokens()
    {
        using var own = ClipModel.Load(GoldenModels.Folder("clip-split"));
        using var folder = Copy("clip-split");
        var given = ClipBpe(folder.At("tokenizer.json"));
        File.Delete(folder.At("tokenizer.json"));

        using var model = ClipModel.Load(folder.Path, new ClipModelOptions { Tokenizer = given });

        Assert.Same(given, model.Text.Tokenizer);
        var tooLong = string.Concat(Enumerable.Repeat("dog ", 99));
        foreach (var text in (string[])["a dog", "", "two cats on a red sofa", tooLong])
        {
            Assert.Equal(own.Text.Tokenize(text), model.Text.Tokenize(text));
            Assert.Equal(
                own.Text.Encode(text, TestContext.Current.CancellationToken),
                model.Text.Encode(text, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Bert_of_the_library_keeps_one_pair_of_special_tokens()
    {
        using var own = ClipModel.Load(GoldenModels.Folder("bert-combined"));
        using var folder = Copy("bert-combined");
        using var json = JsonDocument.Parse(File.ReadAllBytes(folder.At("tokenizer.json")));
        var words = json.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject()
            .OrderBy(static word => word.Value.GetInt32()).Select(static word => word.Name);
        using var list = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', words)));
        File.Delete(folder.At("tokenizer.json"));

        using var model = ClipModel.Load(
            folder.Path, new ClipModelOptions { Tokenizer = BertTokenizer.Create(list) });

        foreach (var text in (string[])["a dog", "", string.Concat(Enumerable.Repeat("dog ", 99))])
            Assert.Equal(own.Text.Tokenize(text), model.Text.Tokenize(text));
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_an_error_that_names_the_token_it_lacks()
    {
        using var folder = Copy("clip-split");
        var other = BpeTokenizer.Create(new BpeOptions([KeyValuePair.Create("a", 0)]) { Merges = [] });

        using var model = ClipModel.Load(folder.Path, new ClipModelOptions { Tokenizer = other });

        var error = Assert.Throws<ModelException>(
            () => model.Text.Encode("a", TestContext.Current.CancellationToken));
        Assert.Contains("<|startoftext|>", error.Message);
    }

    [Fact]
    public void The_tokenizer_of_another_folder_stays_exact()
    {
        using var own = ClipModel.Load(GoldenModels.Folder("siglip-split"));
        using var folder = Copy("siglip-split");
        var given = ClipTokenizer.Load(folder.At("tokenizer.json"));
        File.Delete(folder.At("tokenizer.json"));

        using var model = ClipModel.Load(folder.Path, new ClipModelOptions { Tokenizer = given });

        Assert.Equal(own.Text.Tokenize("A DOG, running"), model.Text.Tokenize("A DOG, running"));
    }

    private static TestFolder Copy(string name)
    {
        var folder = new TestFolder();
        TestFolder.Copy(GoldenModels.Folder(name), folder.Path);
        return folder;
    }

    private static BpeTokenizer ClipBpe(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var model = json.RootElement.GetProperty("model");
        var vocabulary = model.GetProperty("vocab").EnumerateObject()
            .Select(static word => KeyValuePair.Create(word.Name, word.Value.GetInt32())).ToList();
        var options = new BpeOptions(vocabulary)
        {
            Merges = [.. model.GetProperty("merges").EnumerateArray().Select(static pair =>
                pair.ValueKind == JsonValueKind.String ? pair.GetString()! : $"{pair[0]} {pair[1]}")],
            EndOfWordSuffix = "</w>",
            ByteLevel = true,
            UnknownToken = "<|endoftext|>",
            Normalizer = new LowerCaseNormalizer(),
            PreTokenizer = new RegexPreTokenizer(
                new System.Text.RegularExpressions.Regex(
                    @"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"),
                specialTokens: null),
        };
        return BpeTokenizer.Create(options);
    }
}
