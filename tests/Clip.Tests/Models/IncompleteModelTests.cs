using Clip.Models.Onnx;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

/// <summary>Files that are missing are named where embeddings would be wrong without them.</summary>
public class IncompleteModelTests
{
    private const string End = "<|endoftext|>";
    private const string Truncation =
        """{"direction": "Right", "max_length": 90, "strategy": "LongestFirst", "stride": 0}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "CLIPTokenizer", "eos_token": "<|endoftext|>"}""")]
    [InlineData("special_tokens_map.json", """{"eos_token": {"content": "<|endoftext|>"}}""")]
    [InlineData("other.json", "{}")] // the graph looks for the end token
    public void An_end_token_that_the_tokenizer_does_not_add_is_told_once(string file, string content)
    {
        using var folder = new TestFolder();
        folder.Write(file, content);
        if (file == "special_tokens_map.json")
            folder.Write("config.json", """{"model_type": "clip", "text_config": {}}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "dog", End));
        new TinyOnnx().AddText(3, mask: "attention_mask").Node("ArgMax", ["input_ids"], "end", ("axis", 1))
            .Save(folder.At("model.onnx"));
        List<string> doubts = [];
        using var model = folder.Load(new ClipModelOptions { FilesDoubted = doubts.Add });

        AssertDirection(Sum([1]), model.Text.Encode("dog", Token));
        Assert.Equal([1], model.Text.Tokenize("dog"));

        var doubt = Assert.Single(doubts);
        Assert.StartsWith($"{folder.At("tokenizer.json")}: puts no '{End}' after texts", doubt);
        Assert.Contains(doubt, model.Decisions);
    }

    [Theory]
    [InlineData("""{"tokenizer_class": "CLIPTokenizer", "eos_token": "<|endoftext|>"}""", End)]
    [InlineData("""{"tokenizer_class": "GPT2Tokenizer", "eos_token": "<|endoftext|>"}""", null)]
    public void A_tokenizer_that_adds_what_its_tower_reads_is_not_doubted(string tokenizer, string? after)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "some"}""");
        folder.Write("tokenizer_config.json", tokenizer);
        folder.Write("tokenizer.json", Tokenizer(null, after, "<unk>", "dog", End));
        new TinyOnnx().AddText(3).Save(folder.At("model.onnx"));
        List<string> doubts = [];
        using var model = folder.Load(new ClipModelOptions { FilesDoubted = doubts.Add });

        model.Text.LoadTokenizer();

        Assert.Empty(doubts);
    }

    [Fact]
    public void No_complete_model_is_doubted()
    {
        List<string> doubts = [];
        foreach (var name in GoldenModels.Names)
        {
            using var model = ClipModel.Load(
                GoldenModels.Folder(name), new ClipModelOptions { FilesDoubted = doubts.Add });
            if (model.TextGraph is not null)
                model.Text.LoadTokenizer();
            if (model.ImageGraph is not null)
                Assert.NotNull(model.Image.Preprocessor);
        }

        Assert.Empty(doubts);
    }

    [Fact]
    public void A_layout_whose_rules_are_in_its_configuration_is_doubted_without_it()
    {
        using var folder = new TestFolder();
        folder.Write("textual/tokenizer.json", Tokenizer(null, null, "<unk>", "dog"));
        new TinyOnnx().AddText(2).Save(folder.At("textual", "model.onnx"));
        new TinyOnnx().AddImage().Save(folder.At("visual", "model.onnx"));
        List<string> doubts = [];
        using var model = folder.Load(new ClipModelOptions { FilesDoubted = doubts.Add });

        model.Text.LoadTokenizer();
        Assert.NotNull(model.Image);

        Assert.Equal(2, doubts.Count);
        Assert.StartsWith($"{folder.Path}: has no config.json", doubts[0]);
        Assert.StartsWith($"{folder.At("visual", "preprocess_cfg.json")}: is missing", doubts[1]);
    }

    [Theory]
    [InlineData("""{"model_type": "chinese_clip", "text_config": {"max_position_embeddings": 512}}""", true)]
    [InlineData("""{"model_type": "clip", "text_config": {}}""", false)]
    [InlineData("""{"model_type": "siglip"}""", false)]
    [InlineData("""{"model_type": "uform", "text_encoder": {"max_position_embeddings": 50}}""", false)]
    public void A_length_that_only_a_missing_file_states_is_told(string config, bool isTold)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", config);
        folder.Write("tokenizer.json", Tokenizer("[CLS]", "</s>", "<unk>", "dog", "[CLS]", "</s>"));
        new TinyOnnx().AddText(4, mask: "attention_mask").Save(folder.At("model.onnx"));
        using var model = folder.Load();

        Assert.Equal(isTold, model.Decisions.Any(told => told.Contains("has no tokenizer_config.json")));
    }

    [Theory]
    [InlineData("</s>", 1)]
    [InlineData("<eos>", 0)]
    public void Siglip_pads_as_its_tokenizer_does_where_no_file_names_the_padding(string end, int expected)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "siglip", "text_config": {"pad_token_id": 3}}""");
        folder.Write("tokenizer.json", Tokenizer(null, end, "<pad>", end, "<unk>", "dog"));
        new TinyOnnx().AddText(4).Save(folder.At("model.onnx"));
        using var model = folder.Load();

        AssertDirection(Sum(Padded([3, 1], 64, expected)), model.Text.Encode("dog", Token));
    }

    [Fact]
    public void A_tower_that_does_not_run_asks_for_the_configuration_that_states_its_length()
    {
        using var folder = new TestFolder();
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "dog"));
        new TinyOnnx().Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .Weight("table", [2, Dimensions], Table(2))
            .Weight("positions", [5, Dimensions], Table(5))
            .Integers("axis", 1)
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("Add", ["rows", "positions"], "placed")
            .Node("ReduceSum", ["placed", "axis"], "text_embeds", ("keepdims", 0))
            .Output("text_embeds", OnnxElementType.Float, TinyOnnx.Free, Dimensions)
            .Save(folder.At("text_model.onnx"));
        using (var model = folder.Load())
        {
            var error = Assert.Throws<ModelException>(() => model.Text.Encode("dog", Token));
            Assert.Contains("cannot be run", error.Problem);
            Assert.Contains($"download config.json from the model's page into {folder.Path}", error.Remedy);
        }

        folder.Write("config.json", """{"model_type": "some", "max_position_embeddings": 5}""");
        using var complete = folder.Load();
        Assert.Equal(Dimensions, complete.Text.Encode("dog", Token).Length);
    }

    /// <summary>What the graph takes wins over what tokenizers truncate to.</summary>
    [Theory]
    [InlineData("""{"model_type": "siglip2"}""", "{}", null, 64)]
    [InlineData("""{"model_type": "siglip"}""", """{"model_max_length": 32}""", null, 32)]
    [InlineData("""{"model_type": "siglip", "text_config": {"max_position_embeddings": 70}}""", "{}", null, 70)]
    [InlineData("""{"model_type": "clip", "text_config": {}}""", """{"model_max_length": 512}""", null, 77)]
    [InlineData("""{"model_type": "some"}""", """{"model_max_length": 100}""", null, 90)]
    [InlineData("""{"model_type": "metaclip_2", "text_config": {}}""", """{"model_max_length": 512}""", null, 77)]
    [InlineData("""{"model_type": "distilbert", "max_position_embeddings": 512}""", "{}", 128, 128)]
    [InlineData("""{"model_type": "bert", "max_position_embeddings": 100}""", "{}", 128, 100)]
    [InlineData("""{"model_type": "bert"}""", """{"model_max_length": 60}""", 128, 128)]
    public void The_limit_that_counts_is_the_towers(string config, string tokenizer, int? sentence, int expected)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", config);
        folder.Write("tokenizer_config.json", tokenizer);
        folder.Write(
            "tokenizer.json",
            Tokenizer(null, null, "<unk>", "dog").Replace(
                "\"truncation\":null", "\"truncation\":" + Truncation, StringComparison.Ordinal));
        if (sentence is not null)
            folder.Write("sentence_bert_config.json", $$"""{"max_seq_length": {{sentence}}}""");
        new TinyOnnx().AddText(2, mask: "attention_mask").Save(folder.At("model.onnx"));
        using var model = folder.Load();

        Assert.Equal(expected, model.Text.MaxLength);
        Assert.Equal(expected, model.Text.Tokenize(string.Join(' ', Enumerable.Repeat("dog", 200))).Length);
    }
}
