using Clip.Models.Onnx;
using Clip.Tests.Models;

namespace Clip.Tests.Devices.WebGpu;

/// <summary>
/// A text tower that asks for memory by its words: a row, filled up to 77 tokens, takes 19 MB, and 1.2 GB where the
/// word bird is in the batch. The software GPU gives 1 GiB in one buffer. The embedding is the sum of the tokens' rows
/// in a table.
/// </summary>
internal static class HungryModel
{
    private const int FewCopies = 15_500;
    private const int ManyCopies = 1_000_000;

    public static void Write(TestFolder folder)
    {
        folder.Write("config.json", """{"model_type": "clip"}""");
        folder.Write("tokenizer_config.json", """{"pad_token": "<pad>"}""");
        folder.Write("tokenizer.json", TinyModel.Tokenizer(null, null, "<pad>", "<unk>", "dog", "cat", "bird"));
        new TinyOnnx()
            .Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .Weight("table", [5, TinyTowers.Dimensions], TinyTowers.Table(5))
            .Integers("copies.of.token", 1, 1, FewCopies, FewCopies, ManyCopies)
            .Integers("third", 2)
            .Integers("one", 1)
            .Integers("flat", -1)
            .Integers("first", 0)
            .Integers("tokens", 1, 2)
            .Node("Gather", ["copies.of.token", "input_ids"], "copies.of.batch")
            .Node("Reshape", ["copies.of.batch", "flat"], "copies.flat")
            .Node("ReduceMax", ["copies.flat"], "copies", ("keepdims", 1))
            .Node("Concat", ["one", "one", "copies", "one"], "shape", ("axis", 0))
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("Unsqueeze", ["rows", "third"], "row")
            .Node("Expand", ["row", "shape"], "many")
            .Node("Gather", ["many", "first"], "single", ("axis", 2))
            .Node("ReduceSum", ["single", "tokens"], "text_embeds", ("keepdims", 0))
            .Output("text_embeds", OnnxElementType.Float, TinyOnnx.Free, TinyTowers.Dimensions)
            .Save(folder.At("onnx", "text_model.onnx"));
    }
}
