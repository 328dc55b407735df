using Clip.Models.Onnx;

namespace Clip.Tests.Models;

/// <summary>
/// Scale and bias come from the configuration, else from the graph's own logits, else from the family.
/// </summary>
public class LogitScaleTests
{
    [Theory]
    [InlineData("""{"model_type": "clip"}""", 100, null)]
    [InlineData("""{"model_type": "clip", "logit_scale_init_value": 2.6592}""", 100, null)]
    [InlineData("""{"model_type": "clip", "logit_scale": 57.5}""", 57.5, null)]
    [InlineData("""{"model_type": "clip", "logit_scale": 4.0}""", 54.598150033, null)]
    [InlineData("""{"model_type": "siglip2", "logit_scale": 90, "logit_bias": -8}""", 90.0, -8.0)]
    [InlineData("""{"model_type": "siglip2"}""", 117.33, -12.93)]
    [InlineData("""{"embed_dim": 4, "init_logit_bias": -10}""", 117.33, -12.93)]
    public void The_configuration_has_precedence(string config, double scale, double? bias)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", config);
        new TinyOnnx().AddText(2).Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load();

        Assert.Equal(scale, model.LogitScale.Scale, 6);
        Assert.Equal(bias, model.LogitScale.Bias);
    }

    public static TheoryData<string, double, double?> Graphs => new()
    {
        { "product times number", 54.5, null },
        { "product times exponential, transposed", Math.Exp(4), null },
        { "factor times number", 54.5, null },
        { "product times number plus bias", 54.5, -7.25 },
        { "half precision", 54.5, null },
        { "unscaled", 100, null },
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void A_graph_that_computes_logits_shows_its_scale(string form, double scale, double? bias)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "something"}""");
        var graph = new TinyOnnx().AddText(2).AddImage().Weight("scale", [], 54.5f).Weight("power", [1], 4)
            .Weight("bias", [1], -7.25f).Halves("half", [], 54.5f)
            .Node("Transpose", ["image_embeds"], "turned");
        var logits = form switch
        {
            "product times number" => graph.Node("MatMul", ["text_embeds", "turned"], "product")
                .Node("Mul", ["product", "scale"], "logits_per_text"),
            "product times exponential, transposed" => graph.Node("MatMul", ["text_embeds", "turned"], "product")
                .Node("Exp", ["power"], "factor")
                .Node("Mul", ["factor", "product"], "upright").Node("Transpose", ["upright"], "logits_per_text"),
            "factor times number" => graph.Node("Mul", ["scale", "text_embeds"], "scaled")
                .Node("MatMul", ["scaled", "turned"], "logits_per_text"),
            "product times number plus bias" => graph.Node("MatMul", ["text_embeds", "turned"], "product")
                .Node("Mul", ["product", "scale"], "scaled")
                .Node("Add", ["scaled", "bias"], "logits_per_text"),
            "half precision" => graph.Node("MatMul", ["text_embeds", "turned"], "product")
                .Node("Cast", ["half"], "factor", ("to", 1)).Node("Mul", ["product", "factor"], "logits_per_text"),
            _ => graph.Node("MatMul", ["text_embeds", "turned"], "logits_per_text"),
        };
        logits.Output("logits_per_text", OnnxElementType.Float, TinyOnnx.Free, TinyOnnx.Free)
            .Save(folder.At("model.onnx"));
        using var model = folder.Load();

        Assert.Equal(scale, model.LogitScale.Scale, 3);
        Assert.Equal(bias, model.LogitScale.Bias);
    }

    [Theory]
    [InlineData("clip-combined")]
    [InlineData("bert-combined")]
    public void Published_combined_graphs_show_their_scale(string name)
    {
        var graph = OnnxGraph.Read(Path.Combine(GoldenModels.Folder(name), "onnx", "model.onnx"));

        var (scale, bias) = graph.ReadLogits(GraphSignature.Logits(graph)!.Name);

        Assert.Equal(100, scale!.Value, 2);
        Assert.Null(bias);
    }
}
