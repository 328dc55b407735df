namespace Clip.Tests.Hub;

/// <summary>Which of a repository's files a pull takes: by layout, and by variant.</summary>
public class PullChoiceTests : HubTest
{
    [Theory]
    [InlineData("fp16", "fp16")]
    [InlineData("quantized", "quantized")]
    [InlineData("q8", "quantized")]
    [InlineData("fp32", "fp32")]
    [InlineData(null, "fp32")]
    public async Task A_variant_is_chosen_by_its_suffix(string? asked, string chosen)
    {
        Hub.Add(LocalRepository.WithTexts(
            Name, "config.json", "tokenizer.json", "preprocessor_config.json",
            "onnx/text_model.onnx", "onnx/vision_model.onnx", "onnx/vision_model.onnx_data",
            "onnx/vision_model.onnx_data_1",
            "onnx/text_model_fp16.onnx", "onnx/vision_model_fp16.onnx", "onnx/vision_model_fp16.onnx_data",
            "onnx/text_model_quantized.onnx", "onnx/vision_model_quantized.onnx"));

        var plan = await Client().PlanAsync(Model, asked, cancellationToken: Token);

        Assert.Equal(chosen, plan.Variant);
        var suffix = chosen == "fp32" ? "" : "_" + chosen;
        Assert.All(
            plan.Files.Where(file => file.Path.StartsWith("onnx/", StringComparison.Ordinal)),
            file => Assert.Contains($"_model{suffix}.onnx", file.Path));
        Assert.Equal(chosen switch { "fp32" => 7, "fp16" => 6, _ => 5 }, plan.Files.Count);
    }

    [Fact]
    public async Task The_least_lossy_weights_are_the_default_without_the_plain_ones()
    {
        Hub.Add(
            LocalRepository.WithTexts(
                Name, "config.json", "onnx/model_q4.onnx", "onnx/model_fp16.onnx", "onnx/model_int8.onnx"));

        Assert.Equal("fp16", (await Client().PlanAsync(Model, null, cancellationToken: Token)).Variant);
    }

    public static TheoryData<string[], string[]> Layouts => new()
    {
        // A pair of towers comes before one graph of whatever kind.
        { ["modules.json", "onnx/model.onnx", "onnx/text_model.onnx", "onnx/vision_model.onnx"],
        [
            "onnx/text_model.onnx", "onnx/vision_model.onnx"
        ] },
        { ["textual/model.onnx", "visual/model.onnx", "textual/fp16/model.armnn", "visual/rknpu/model.rknn"],
        [
            "textual/model.onnx", "visual/model.onnx"
        ] },
        { ["text_encoder.onnx", "image_encoder.onnx"], ["text_encoder.onnx", "image_encoder.onnx"] },
        { ["onnx/text_model.onnx", "onnx/model.onnx"], ["onnx/model.onnx"] },
        { ["model.onnx", "preprocessor_config.json"], ["model.onnx", "preprocessor_config.json"] },
        // A vocabulary stands for a tokenizer only where there is none.
        { ["model.onnx", "vocab.json", "merges.txt"], ["model.onnx", "vocab.json", "merges.txt"] },
        { ["model.onnx", "vocab.json", "tokenizer.json"], ["model.onnx", "tokenizer.json"] },
        { ["vision_model.onnx", "vision_model.onnx.data"], ["vision_model.onnx", "vision_model.onnx.data"] },
        { ["onnx/my_text.onnx", "onnx/my_pictures.onnx"], ["onnx/my_text.onnx", "onnx/my_pictures.onnx"] },
        {
        [
            "modules.json", "0_Transformer/onnx/model.onnx", "0_Transformer/tokenizer.json",
            "0_Transformer/pytorch_model.bin", "1_Pooling/config.json"
        ],
          ["modules.json", "0_Transformer/onnx/model.onnx", "0_Transformer/tokenizer.json", "1_Pooling/config.json"] },
        { ["onnx/text_model.onnx", "onnx/vision_model_fp16.onnx", "special_tokens_map.json"],
        [
            "onnx/text_model.onnx", "onnx/vision_model_fp16.onnx", "special_tokens_map.json"
        ] },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Each_layout_is_recognized_from_the_list(string[] listed, string[] needed)
    {
        Hub.Add(LocalRepository.WithTexts(Name, ["config.json", "README.md", "pytorch_model.bin", .. listed]));

        var plan = await Client().PlanAsync(Model, null, cancellationToken: Token);

        Assert.Equal(
            needed.Append("config.json").Order(StringComparer.Ordinal),
            plan.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_variant_of_one_tower_is_not_enough()
    {
        Hub.Add(
            LocalRepository.WithTexts(
                Name, "config.json", "onnx/text_model.onnx", "onnx/vision_model.onnx", "onnx/vision_model_q4.onnx"));

        Assert.Contains("no variant 'q4'", (await FailsAsync(() => PullAsync(variant: "q4"))).Message);
    }
}
