using System.Runtime.InteropServices;
using Clip.Models.Onnx;
using Clip.Resources;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

/// <summary>Weights beside the graph: one file, hundreds, or links into a cache.</summary>
public class ExternalWeightTests
{
    private const int Words = 300;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Hundreds_of_loose_files_are_read()
    {
        using var folder = Folder(loose: true);
        using var model = folder.Load();

        Assert.Equal(Words, model.TextGraph!.ExternalFiles.Count);
        AssertDirection(Sum([7, 299]), model.Text.Encode("w7 w299", Token));

        File.Delete(folder.At("textual", "weights.123"));
        var error = Assert.Throws<ModelException>(() => folder.Load());
        Assert.EndsWith("weights.123", error.Subject);
        Assert.Contains("is missing", error.Message);
    }

    [Fact]
    public void One_file_contains_many_weights_at_different_offsets()
    {
        using var folder = Folder(loose: false);
        using var model = folder.Load();

        AssertDirection(Sum([7, 299]), model.Text.Encode("w7 w299", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Links_into_the_hub_cache_are_followed(bool combined)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs a privilege on Windows");
        using var folder = new TestFolder();
        folder.Write("blobs/0001", MemoryMarshal.AsBytes(Table(2).AsSpan()).ToArray());
        var graph = new TinyOnnx().Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .External("table", [2, Dimensions], "model.onnx_data", 0, 2 * Dimensions * sizeof(float))
            .Integers("axis", 1)
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("ReduceSum", ["rows", "axis"], "text_embeds", ("keepdims", 0))
            .Output("text_embeds", OnnxElementType.Float, TinyOnnx.Free, Dimensions);
        if (combined)
            graph.AddImage();
        folder.Write("blobs/0002", graph.Build());
        folder.Write("blobs/0003", Tokenizer(null, null, "<unk>", "dog"));
        folder.Write("blobs/0004", """{"model_type": "clip", "text_config": {}}""");
        Link("onnx/model.onnx", "../../../blobs/0002");
        Link("onnx/model.onnx_data", "../../../blobs/0001");
        Link("tokenizer.json", "../../blobs/0003");
        Link("config.json", "../../blobs/0004");
        using var model = ClipModel.Load(folder.At("snapshots", "main"));

        AssertDirection(Sum([1]), model.Text.Encode("dog", Token));

        void Link(string name, string target) =>
            File.CreateSymbolicLink(folder.At(["snapshots", "main", .. name.Split('/')]), target);
    }

    public static TheoryData<string> Escapes => ["../secret", "/etc/passwd", "a/../../secret", "bad\0name"];

    [Theory]
    [MemberData(nameof(Escapes))]
    public void Weights_outside_the_folder_are_refused(string location)
    {
        using var folder = new TestFolder();
        new TinyOnnx().External("table", [1], location).AddText(2).Save(folder.At("onnx", "text_model.onnx"));

        var error = Assert.Throws<ModelException>(() => folder.Load());

        Assert.Contains("outside its folder", error.Message);
        Assert.DoesNotContain('\0', error.Message);
    }

    [Fact]
    public void A_pointer_in_place_of_external_weights_is_reported()
    {
        using var folder = Folder(loose: false);
        folder.Write("textual/weights", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9600\n");

        var error = Assert.Throws<ModelException>(() => folder.Load());

        Assert.EndsWith("weights", error.Subject);
        Assert.Contains("Git LFS pointer", error.Message);
    }

    [Fact]
    public void Weights_that_do_not_fit_into_memory_are_refused_before_they_are_loaded()
    {
        using var folder = Folder(loose: false);
        var size = new FileInfo(folder.At("textual", "weights")).Length
            + new FileInfo(folder.At("textual", "model.onnx")).Length;
        using (var model = folder.Load(new ClipModelOptions { MemoryLimit = size }))
            Assert.NotEmpty(model.Text.Encode("w1", Token));
        using var tooLarge = folder.Load(new ClipModelOptions { MemoryLimit = size - 1 });

        var error = Assert.Throws<ModelException>(() => tooLarge.Text.Encode("w1", Token));

        Assert.EndsWith("model.onnx", error.Subject);
        Assert.Contains("memory", error.Message);
        Assert.Equal(ModelFault.TooLittleMemory, error.Fault);
        Assert.False(tooLarge.Text.IsLoaded);
        Assert.InRange(MachineMemory.Available(), 1L << 24, 1L << 50);
    }

    private static TestFolder Folder(bool loose)
    {
        var folder = new TestFolder();
        folder.Write("config.json", """{"embed_dim": 4, "text_cfg": {"context_length": 6}, "vision_cfg": {}}""");
        folder.Write(
            "textual/tokenizer.json",
            Tokenizer(null, null, [.. Enumerable.Range(0, Words).Select(i => $"w{i}").Append("<unk>")]));
        var bytes = MemoryMarshal.AsBytes<float>(Table(Words)).ToArray();
        const int row = Dimensions * sizeof(float);
        var graph = new TinyOnnx().Input("input_ids", OnnxElementType.Int32, 1, 77)
            .Input("attention_mask", OnnxElementType.Int32, 1, 77);
        for (var i = 0; i < Words; i++)
        {
            if (loose)
            {
                folder.Write($"textual/weights.{i}", bytes[(i * row)..((i + 1) * row)]);
                graph.External($"row.{i}", [1, Dimensions], $"weights.{i}");
            }
            else
                graph.External($"row.{i}", [1, Dimensions], "weights", i * row, row);
        }
        if (!loose)
            folder.Write("textual/weights", bytes);
        graph.Node("Concat", [.. Enumerable.Range(0, Words).Select(i => $"row.{i}")], "table", ("axis", 0))
            .Integers("axis", 1).Integers("last", 2)
            .Node("Gather", ["table", "input_ids"], "rows").Node("Cast", ["attention_mask"], "mask", ("to", 1))
            .Node("Unsqueeze", ["mask", "last"], "wide")
            .Node("Mul", ["rows", "wide"], "masked").Node("ReduceSum", ["masked", "axis"], "embedding", ("keepdims", 0))
            .Output("embedding", OnnxElementType.Float, 1, Dimensions).Save(folder.At("textual", "model.onnx"));
        return folder;
    }
}
