using Clip.Hub;
using Clip.Models.Layouts;
using Clip.Models.Onnx;

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
        (
            ModelLayout.TextualVisual,
            "textual/model.onnx=text visual/model.onnx=image tokenizer.json preprocess_cfg.json"),
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
        // Names of different conventions.
        (ModelLayout.Unnamed, "text_encoder.onnx=text vision_encoder.onnx=image"),
        (ModelLayout.Unnamed, "onnx/textual.onnx=text onnx/vision_model.onnx=image"),
        (ModelLayout.Unnamed, "model_text.onnx=text model_image.onnx=image"),
        (ModelLayout.Unnamed, "clip_text.onnx=text clip_vision.onnx=image"),
        (ModelLayout.Unnamed, "onnx/encoder_text_quantized.onnx=text onnx/encoder_image_quantized.onnx=image"),
        (ModelLayout.Unnamed, "text_model_fp16.onnx=text text_model.onnx=text image-fp16.onnx=image image.onnx=image"),
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
        Assert.Equal(Graphs(FileNames.Listed(names)), Graphs(FileNames.InFolder(folder.Path)));
        Assert.True(layout == ModelLayout.Unnamed || LayoutTable.Variants(FileNames.Listed(names)).Count > 0);

        static IEnumerable<string> Graphs(FileNames names) => LayoutTable.AllGraphs(names)
            .Select(static graph => $"{graph.Place} {string.Join(' ', graph.Variants.Names)}");
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

    [Theory]
    [InlineData(null, "text_encoder.onnx", "vision_encoder.onnx")]
    [InlineData("fp16", "text_encoder_fp16.onnx", "vision_encoder-fp16.onnx")]
    [InlineData("text=fp16", "text_encoder_fp16.onnx", "vision_encoder.onnx")]
    public void Towers_of_any_names_have_variants(string? variant, string text, string image)
    {
        using var folder = Make(
            "text_encoder.onnx=text text_encoder_fp16.onnx=text vision_encoder.onnx=image "
            + "vision_encoder-fp16.onnx=image",
            out _);

        var found = ModelFolder.Find(folder.Path, variant);

        Assert.Equal((text, image), (Path.GetFileName(found.Text!.Path), Path.GetFileName(found.Image!.Path)));
        Assert.Contains(
            "has no variant 'q4' of text_encoder",
            Assert.Throws<ModelException>(() => ModelFolder.Find(folder.Path, "q4")).Message);
    }

    [Fact]
    public void A_tower_alone_stays_one_beside_graphs_that_are_something_else()
    {
        using var folder = Make("text_model.onnx=text", out _);
        File.WriteAllText(folder.At("aesthetics.onnx"), "damaged");

        Assert.Equal(ModelLayout.Split, ModelFolder.Find(folder.Path).Layout);
    }

    /// <summary>What a message asks for works where the message says, for every layout.</summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_file_that_is_missing_works_where_the_message_asks_for_it(ModelLayout layout, string files)
    {
        Assert.NotNull(layout.ToString());
        using var folder = Make(files, out var names);
        foreach (var name in names.Where(static name => name.Contains("process") || name.Contains("tokenizer")))
            File.Delete(folder.At(name.Split('/')));
        using var model = folder.Load();
        var picture = folder.At("noise.png");
        TinyModel.Noise(picture, 1);

        if (model.ImageGraph is not null)
        {
            Put(
                Assert.Throws<ModelException>(() => model.Image.Encode(picture, Stop)), ".json",
                TinyModel.PlainPictures);
            using var again = folder.Load();
            Assert.Equal(TinyTowers.Dimensions, again.Image.Encode(picture, Stop).Length);
        }
        if (model.TextGraph is not null)
        {
            Put(
                Assert.Throws<ModelException>(() => model.Text.Encode("dog", Stop)), "tokenizer.json",
                TinyModel.Tokenizer(null, null, "<unk>", "dog"));
            using var again = folder.Load();
            Assert.Equal(TinyTowers.Dimensions, again.Text.Encode("dog", Stop).Length);
        }

        static void Put(ModelException error, string name, string content)
        {
            var file = error.Problem.Split(' ', ',').First(word => word.EndsWith(name, StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(error.Subject, file), content);
        }
    }

    /// <summary>Every name of a preprocessing configuration works in the tower's folder and the model's.</summary>
    [Fact]
    public void Preprocessing_configurations_are_known_by_all_their_names_and_places()
    {
        string[] names =
        [
            "preprocess_cfg.json", "preprocessor_config.json", "processor_config.json", "open_clip_config.json",
        ];
        foreach (var path in names.Concat(names.Select(static name => "visual/" + name)))
        {
            using var folder = Make("textual/model.onnx=text visual/model.onnx=image", out _);
            folder.Write(path, TinyModel.PlainPictures);
            using var model = folder.Load();
            Assert.Equal(TinyTowers.Edge, model.Image.Preprocessor.Width);
        }
        using var open = Make("textual/model.onnx=text visual/model.onnx=image", out _);
        open.Write("config.json", """{"preprocess_cfg": {"size": 4, "resize_mode": "longest", "fill_color": 9}}""");
        using var one = open.Load();
        Assert.Equal(((byte)9, 4), (one.Image.Preprocessor.Config.FillColor.Red, one.Image.Preprocessor.Width));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
        "text" => new TinyOnnx().AddText(2, mask: "attention_mask")
            .Node("Identity", ["rows"], "last_hidden_state")
            .Output("last_hidden_state", OnnxElementType.Float, TinyOnnx.Free, TinyOnnx.Free, TinyTowers.Dimensions),
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
