using Clip.Catalog.Reading;
using Clip.Models.Onnx;
using Clip.Tests.Models;
using static Clip.Tests.Models.TinyModel;

namespace Clip.Tests.Indexing.Captions;

/// <summary>
/// A model that is given the language of its texts: an index has captions in one language, queries may be in any.
/// </summary>
public sealed class CaptionLanguageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public CaptionLanguageTests()
    {
        _folder.Write("model/config.json", """
            {
              "embed_dim": 4,
              "text_cfg": {"context_length": 6, "hf_tokenizer_name": "x"},
              "vision_cfg": {"image_size": 4}
            }
            """);
        _folder.Write("model/textual/tokenizer_config.json", """{"pad_token": "<pad>"}""");
        _folder.Write("model/textual/tokenizer.json", Tokenizer(
            "eng_Latn", "</s>", "<s>", "<pad>", "</s>", "<unk>", "chien", "chat", "eng_Latn", "fra_Latn"));
        new TinyOnnx().AddText(8, "embedding", "text", OnnxElementType.Int32, batch: 1, length: 6)
            .Save(_folder.At("model", "textual", "model.onnx"));
        _folder.Write("model/visual/preprocess_cfg.json", """
            {
              "size": 4, "mode": "RGB", "mean": [0, 0, 0], "std": [1, 1, 1],
              "interpolation": "bicubic", "resize_mode": "shortest"
            }
            """);
        new TinyOnnx().AddImage("embedding", "image").Save(_folder.At("model", "visual", "model.onnx"));
        Noise(_folder.At("pictures", "a.png"), 1);
        File.WriteAllText(_folder.At("pictures", "captions.txt"), "chien\n");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IndexLocation Location => IndexLocation.For(_folder.At("pictures"));

    [Fact]
    public async Task Captions_stay_in_the_language_of_the_first_captions()
    {
        await IndexAsync(new ClipModelOptions { CaptionLanguage = "fra_Latn" });
        File.AppendAllText(_folder.At("pictures", "captions.txt"), "chat\n");
        await IndexAsync(new ClipModelOptions { Language = "eng_Latn" });

        AssertCaptions("fra_Latn", "chien", "chat");
    }

    [Fact]
    public async Task The_language_of_queries_does_not_apply_to_captions()
    {
        await IndexAsync(new ClipModelOptions { Language = "fra_Latn" });

        AssertCaptions(null, "chien");
    }

    [Theory]
    [InlineData(null, "the model's own language")]
    [InlineData("fra_Latn", "fra_Latn")]
    public async Task Captions_in_a_second_language_are_refused(string? first, string reported)
    {
        await IndexAsync(new ClipModelOptions { CaptionLanguage = first });

        var error = await Assert.ThrowsAsync<IndexException>(
            () => IndexAsync(new ClipModelOptions { CaptionLanguage = "eng_Latn" }));

        Assert.Contains($"has captions in {reported}, not in eng_Latn", error.Message);
        Assert.Equal(IndexFault.OtherCaptionLanguage, error.Fault);
    }

    public void Dispose() => _folder.Dispose();

    private async Task IndexAsync(ClipModelOptions options)
    {
        using var model = ClipModel.Load(_folder.At("model"), options);
        await new Indexer(model, Location).RunAsync(cancellationToken: Token);
    }

    private void AssertCaptions(string? language, params string[] texts)
    {
        using var model = ClipModel.Load(_folder.At("model"));
        using var index = EmbeddedIndex.Open(Location);
        var captions = new float[texts.Length * model.Dimensions];
        model.Text.EncodeCaptions(texts, captions, language, Token);
        for (var i = 0; i < texts.Length; i++)
        {
            var caption = captions.AsSpan(i * model.Dimensions, model.Dimensions);
            var hits = index.SearchCaptions(caption, texts.Length, cancellationToken: Token);
            Assert.Equal(1, hits.Single(hit => hit.Caption == texts[i]).Score, 5);
        }
    }
}
