using Clip.Hub;
using Clip.Models.Layouts;

namespace Clip.Tests.Models.Layouts;

/// <summary>The loader, which sees a folder, and the downloader, which sees a list, read the same table.</summary>
public class LayoutTableTests
{
    private const string Pooling = """{"pooling_mode_mean_tokens": true, "word_embedding_dimension": 4}""";

    // "text", "image" and "both" are the towers in a graph; all other files have the content that their name needs.
    private static readonly (ModelLayout Layout, string Files)[] Known =
    [
        (ModelLayout.Split, "onnx/text_model.onnx=text onnx/vision_model.onnx=image"),
        (ModelLayout.Split, "text_model_fp16.onnx=text vision_model.onnx=image preprocess_cfg.json"),
        (ModelLayout.Split, "onnx/text_model.onnx=text"),
        (ModelLayout.Split, "vision_model_q4.onnx=image"),
        (ModelLayout.Combined, "onnx/model.onnx=both onnx/model_fp16.onnx=both processor_config.json"),
        (ModelLayout.Combined, "model.onnx=both onnx/text_model.onnx=text"),
        (ModelLayout.TextualVisual, "textual/model.onnx=text textual/tokenizer.json visual/model.onnx=image"),
        (ModelLayout.TextualVisual, "textual/onnx/model_fp16.onnx=text visual/model.onnx=image"),
        (ModelLayout.TextualVisual, "textual/model.onnx=text"),
        (ModelLayout.EncoderPair, "text_encoder.onnx=text image_encoder.onnx=image"),
        (ModelLayout.EncoderPair, "image_encoder.onnx=image"),
        (ModelLayout.SingleTower, "model.onnx=text tokenizer.json"),
        (ModelLayout.SingleTower, "onnx/model_quantized.onnx=image preprocessor_config.json"),
        (ModelLayout.SentenceTransformer, "modules.json onnx/model.onnx=text 1_Pooling/config.json"),
        (
            ModelLayout.SentenceTransformer,
            "modules.json 0_Transformer/onnx/model.onnx=text 0_Transformer/tokenizer.json 1_Pooling/config.json"),
        // A complete pair is preferred to a graph called "model", whatever that is.
        (ModelLayout.Split, "modules.json model.onnx=text text_model.onnx=text vision_model.onnx=image"),
        (ModelLayout.EncoderPair, "text_model.onnx=text text_encoder.onnx=text image_encoder.onnx=image"),
        (ModelLayout.Unnamed, "onnx/my_texts.onnx=text onnx/my_pictures.onnx=image"),
        (ModelLayout.Unnamed, "clip.onnx=both"),
    ];

    public static TheoryData<ModelLayout, string> Layouts
    {
        get
        {
            var data = new TheoryData<ModelLayout, string>();
            foreach (var (layout, files) in Known)
                data.Add(layout, files);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_folder_and_a_listing_of_the_same_names_match_the_same_layouts(ModelLayout layout, string files)
    {
        using var folder = Make(files, out var names);

        string[] variants = ["fp32", "fp16", "q4"];
        var wanted = variants.SelectMany(_ => variants, static (text, image) => new TowerVariants(text, image));
        foreach (var towers in wanted.Prepend(default))
        {
            var onDisk = LayoutTable.Match(FileNames.InFolder(folder.Path), towers);
            var listed = LayoutTable.Match(FileNames.Listed(names), towers);
            Assert.Equal(listed.Select(Describe), onDisk.Select(Describe));
        }
        Assert.Equal(
            LayoutTable.AllGraphs(FileNames.Listed(names)), LayoutTable.AllGraphs(FileNames.InFolder(folder.Path)));
        Assert.NotEqual(layout == ModelLayout.Unnamed, LayoutTable.Variants(FileNames.Listed(names)).Count > 0);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_loader_takes_the_graphs_that_the_downloader_chooses(ModelLayout layout, string files)
    {
        using var folder = Make(files, out var names);

        var loaded = ModelFolder.Find(folder.Path);
        var chosen = LayoutFiles.Select([.. names.Select(static name => new HubFile(name, 1, null, null))], null)!;

        Assert.Equal(layout, loaded.Layout);
        var graphs = new[] { loaded.Text?.Path, loaded.Image?.Path }.OfType<string>().Distinct()
            .Select(path => Path.GetRelativePath(folder.Path, path).Replace('\\', '/'));
        Assert.Equal(chosen.Graphs.Select(static graph => graph.Path).Order(), graphs.Order());
        string?[] parts = [loaded.Tokenizer, loaded.Preprocessor, loaded.Config];
        var needed = parts.OfType<string>().Select(path => Path.GetRelativePath(folder.Path, path).Replace('\\', '/'));
        Assert.Subset(chosen.Files.Select(static file => file.Path).ToHashSet(), needed.ToHashSet());
    }

    [Fact]
    public void Every_layout_of_the_table_is_tested() => Assert.Equal(
        LayoutTable.Rows.Select(static row => row.Layout).Distinct().Order(),
        Known.Select(static known => known.Layout)
            .Except([ModelLayout.SingleTower, ModelLayout.Unnamed]).Distinct().Order());

    private static string Describe(LayoutMatch match) =>
        $"{match.Row.Layout}: {match.Text?.Path} {match.Image?.Path} {match.Lacking?.Place} {match.Lacking?.Variant}";

    private static TestFolder Make(string files, out List<string> names)
    {
        var folder = new TestFolder();
        names = [];
        foreach (var file in files.Split(' ').Append("config.json"))
        {
            var parts = file.Split('=');
            var path = folder.At(parts[0].Split('/'));
            names.Add(parts[0]);
            if (parts is [_, var towers])
                Graph(towers).Save(path);
            else
                File.WriteAllText(path, ContentOf(file, files));
        }
        return folder;
    }

    private static TinyOnnx Graph(string towers) => towers switch
    {
        "text" => new TinyOnnx().AddText(2, mask: "attention_mask"),
        "image" => new TinyOnnx().AddImage(),
        _ => new TinyOnnx().AddText(2).AddImage(),
    };

    private static string Modules(string transformer) => $$"""
        [{"type": "sentence_transformers.models.Transformer", "path": "{{transformer}}"},
         {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"}]
        """;

    private static string ContentOf(string file, string files) => file switch
    {
        "modules.json" => Modules(files.Contains("0_", StringComparison.Ordinal) ? "0_Transformer" : ""),
        "1_Pooling/config.json" => Pooling,
        _ => "{}",
    };
}
