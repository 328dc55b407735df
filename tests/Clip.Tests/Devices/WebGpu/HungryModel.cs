using Clip.Models.Onnx;
using Clip.Tests.Models;

namespace Clip.Tests.Devices.WebGpu;

/// <summary>
/// A text tower that asks for 1.6 MB for every token of a batch, and so for more than the software GPU gives in one
/// buffer (some 27 MB) as soon as a batch has many rows or a row many tokens. The embedding is the sum of the tokens'
/// rows in a table.
/// </summary>
internal static class HungryModel
{
    private const int Copies = 100_000;

    public static void Write(TestFolder folder)
    {
        folder.Write("config.json", """{"model_type": "clip"}""");
        folder.Write("tokenizer_config.json", """{"pad_token": "<pad>"}""");
        folder.Write("tokenizer.json", TinyModel.Tokenizer(null, null, "<pad>", "<unk>", "dog", "cat", "bird"));
        new TinyOnnx()
            .Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .Weight("table", [5, TinyTowers.Dimension], TinyTowers.Table(5))
            .Integers("third", 2)
            .Integers("copies", 1, 1, Copies, 1)
            .Integers("last", Copies - 1)
            .Integers("tokens", 1, 2)
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("Unsqueeze", ["rows", "third"], "row")
            .Node("Expand", ["row", "copies"], "many")
            .Node("Gather", ["many", "last"], "one", ("axis", 2))
            .Node("ReduceSum", ["one", "tokens"], "text_embeds", ("keepdims", 0))
            .Output("text_embeds", OnnxElementType.Float, TinyOnnx.Free, TinyTowers.Dimension)
            .Save(folder.At("onnx", "text_model.onnx"));
    }
}
