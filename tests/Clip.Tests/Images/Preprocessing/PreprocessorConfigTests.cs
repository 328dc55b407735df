using Clip.Images.Preprocessing;
using Clip.Images.Resampling;

namespace Clip.Tests.Images;

public class PreprocessorConfigTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly (float, float, float) ClipMean = (0.48145466f, 0.4578275f, 0.40821073f);

    [Theory]
    [InlineData(
        """{"do_resize": true, "size": {"shortest_edge": 224}, "resample": 3, "do_center_crop": true,"""
        + """ "crop_size": {"height": 224, "width": 224}}""")]
    [InlineData("""{"size": 224, "resample": 3, "do_center_crop": true, "crop_size": 224}""")]
    [InlineData("""{"size": {"shortest_edge": 224}, "resample": 3, "crop_size": 224, "do_rescale": null}""")]
    [InlineData("""{"size": {"shortest_edge": 224}}""")]
    [InlineData(
        """{"size": [224, 224], "mode": "RGB", "interpolation": "bicubic", "resize_mode": "shortest","""
        + """ "fill_color": 0}""")]
    [InlineData(
        """{"size": 224, "interpolation": "bicubic", "resize_mode": "shortest","""
        + """ "image_processor_type": "JinaCLIPImageProcessor"}""")]
    [InlineData(
        """{"image_processor": {"size": {"shortest_edge": 224}, "crop_size": 224},"""
        + """ "processor_class": "CLIPProcessor"}""")]
    [InlineData(
        """{"model_cfg": {"embed_dim": 512}, "preprocess_cfg": {"size": 224, "interpolation": "bicubic","""
        + """ "resize_mode": "shortest"}}""")]
    [InlineData(
        """{"size": {"shortest_edge": 224, "longest_edge": null, "height": null, "width": null},"""
        + """ "crop_size": {"height": 224, "width": 224, "shortest_edge": null}}""")]
    [InlineData("""{"image_processor_type": "CLIPImageProcessorFast"}""")]
    [InlineData("""{"feature_extractor_type": "CLIPFeatureExtractor", "do_center_crop": true}""")]
    [InlineData("""{"size": 224, "interpolation": "random"}""")]
    [InlineData(
        """{"size": 224, "mean": [0.48145466, 0.4578275, 0.40821073], "std": [0.26862954, 0.26130258, 0.27577711]}""")]
    [InlineData(
        """{"model_cfg": {"vision_cfg": {"image_size": 224}}, "preprocess_cfg": {"mean": [0.48145466,"""
        + """ 0.4578275, 0.40821073], "std": [0.26862954, 0.26130258, 0.27577711]}}""")]
    public void All_notations_of_CLIPs_preprocessing_are_equivalent(string json)
    {
        var config = Preprocessors.Config(json);

        Assert.Equal(new PreprocessorConfig { Crop = (224, 224) }, config);
        Assert.Equal(ResizeRule.Cover, config.Resize);
        Assert.Equal(ResampleFilter.Bicubic, config.Filter);
        Assert.Equal(ClipMean, config.Mean);
        Assert.Equal(1 / 255.0, config.RescaleFactor);
    }

    [Theory]
    [InlineData(
        """{"size": {"height": 224, "width": 256}, "resample": 2}""",
        256, 224, nameof(ResampleFilter.Bilinear))]
    [InlineData(
        """{"size": {"height": 224, "width": 224}, "do_center_crop": false, "crop_size": {"height": 100,"""
        + """ "width": 100}}""",
        224, 224, nameof(ResampleFilter.Bicubic))]
    [InlineData(
        """{"size": [256, 384], "interpolation": "bilinear", "resize_mode": "squash"}""",
        384, 256, nameof(ResampleFilter.Bilinear))]
    [InlineData(
        """{"size": [224, 256], "do_center_crop": false, "feature_extractor_type": "CLIPFeatureExtractor"}""",
        256, 224, nameof(ResampleFilter.Bicubic))]
    [InlineData(
        """{"size": 224, "do_center_crop": false, "resample": 1}""",
        224, 224, nameof(ResampleFilter.Lanczos))]
    public void A_size_without_a_crop_stretches(string json, int width, int height, string filter)
    {
        var config = Preprocessors.Config(json);
        Assert.Equal(
            (ResizeRule.Squash, width, height, null, filter),
            (config.Resize, config.ResizeWidth, config.ResizeHeight, config.Crop, config.Filter.ToString()));
    }

    [Fact]
    public void Containing_the_whole_picture_pads_with_the_fill_color()
    {
        var config = Preprocessors.Config(
            """{"size": 4, "interpolation": "nearest", "resize_mode": "longest", "fill_color": [1, 2, 3]}""");
        Assert.Equal(ResizeRule.Contain, config.Resize);
        Assert.Equal(((byte)1, (byte)2, (byte)3), config.FillColor);
        Assert.Equal((4, 4), config.Crop);

        using var picture = Decode(4, 2);
        Assert.Equal((byte[])[1, 2, 3, 1, 2, 3], new ImagePreprocessor(config).Pixels(picture)[..6]);
    }

    [Fact]
    public void Values_are_read_by_all_their_names()
    {
        var hugging = Preprocessors.Config(
            """{"size": 8, "image_mean": [0.1, 0.2, 0.3], "image_std": [0.4, 0.5, 0.6], "rescale_factor": 0.5}""");
        var openClip = Preprocessors.Config(
            """{"size": 8, "mean": [0.1, 0.2, 0.3], "std": [0.4, 0.5, 0.6], "rescale_factor": 0.5}""");
        var uform = Preprocessors.Config(
            """{"image_size": 8, "normalization_means": [0.1, 0.2, 0.3],"""
                + """ "normalization_deviations": [0.4, 0.5, 0.6], "rescale_factor": 0.5}""");

        Assert.Equal(((0.1f, 0.2f, 0.3f), (0.4f, 0.5f, 0.6f), 0.5), (hugging.Mean, hugging.Std, hugging.RescaleFactor));
        // open_clip crops by default
        Assert.Equal(hugging with { Resize = ResizeRule.Cover, Crop = (8, 8) }, openClip);
        Assert.Equal(hugging, uform);
    }

    [Fact]
    public void Steps_can_be_disabled()
    {
        var config = Preprocessors.Config(
            """{"do_resize": false, "do_rescale": false, "do_normalize": false, "do_center_crop": false,"""
                + """ "size": 8, "image_mean": [1, 1, 1]}""");
        Assert.Equal(
            (ResizeRule.None, null, 1.0, (0f, 0f, 0f), (1f, 1f, 1f)),
            (config.Resize, config.Crop, config.RescaleFactor, config.Mean, config.Std));
        Assert.False(config.HasFixedSize);

        var preprocessor = new ImagePreprocessor(config);
        Assert.Equal((0, 0), (preprocessor.Width, preprocessor.Height));
        Assert.Equal((30, 20), preprocessor.OutputSize(30, 20));
        using var picture = Decode(3, 2);
        var values = new float[3 * 3 * 2];
        preprocessor.Write(picture, values);
        Assert.Equal(preprocessor.Pixels(picture).Where((_, i) => i % 3 == 0).Select(v => (float)v), values[..6]);
    }

    [Theory]
    [InlineData("SiglipImageProcessor", nameof(ResampleFilter.Bicubic))]
    [InlineData("ViTImageProcessor", nameof(ResampleFilter.Bilinear))]
    [InlineData("ViTFeatureExtractor", nameof(ResampleFilter.Bilinear))]
    public void Processors_with_other_defaults_keep_them(string type, string filter)
    {
        var config = Preprocessors.Config($$"""{"image_processor_type": "{{type}}"}""");

        Assert.Equal((0.5f, 0.5f, 0.5f), config.Mean);
        Assert.Equal(
            (ResizeRule.Squash, 224, 224, null, filter),
            (config.Resize, config.ResizeWidth, config.ResizeHeight, config.Crop, config.Filter.ToString()));
    }

    [Theory]
    [InlineData("""{"size": 224, "resample": 7}""", "\"resample\" has the unknown value 7")]
    [InlineData("""{"size": 224, "resample": 2.5}""", "\"resample\" has the unknown value 2.5")]
    [InlineData("""{"size": 224, "interpolation": "spline"}""", "\"interpolation\" has the unknown value \"spline\"")]
    [InlineData("""{"size": 224, "resize_mode": "tile"}""", "\"resize_mode\" has the unknown value \"tile\"")]
    [InlineData("""{"size": {"longest_edge": 224}}""", "\"size\" has the unknown value {\"longest_edge\": 224}")]
    [InlineData(
        """{"size": {"shortest_edge": 224, "longest_edge": 300}}""",
        "\"size\" has the unknown value {\"shortest_edge\": 224, \"longest_edge\": 300}")]
    [InlineData("""{"size": 0}""", "\"size\" has the unknown value 0")]
    [InlineData("""{"size": 1000000000}""", "\"size\" has the unknown value 1000000000")]
    [InlineData("""{"size": [1, 2, 3]}""", "\"size\" has the unknown value [1, 2, 3]")]
    [InlineData("""{"size": "large"}""", "\"size\" has the unknown value \"large\"")]
    [InlineData("""{"size": 8, "do_center_crop": "yes"}""", "\"do_center_crop\" has the unknown value \"yes\"")]
    [InlineData("""{"size": 8, "crop_size": -1}""", "\"crop_size\" has the unknown value -1")]
    [InlineData("""{"size": 8, "image_mean": [0.5, 0.5]}""", "\"image_mean\" has the unknown value [0.5, 0.5]")]
    [InlineData(
        """{"size": 8, "image_mean": ["a", "b", "c"]}""",
        "\"image_mean\" has the unknown value [\"a\", \"b\", \"c\"]")]
    [InlineData(
        """{"size": 8, "resize_mode": "longest", "fill_color": 300}""",
        "\"fill_color\" has the unknown value 300")]
    [InlineData("""{"size": 8, "rescale_factor": "1/255"}""", "\"rescale_factor\" has the unknown value \"1/255\"")]
    [InlineData("""{"size": 8, "image_std": [0.5, 0, 0.5]}""", "has a standard deviation of 0")]
    [InlineData("""{"size": 8, "mode": "L"}""", "\"mode\" is \"L\": only RGB is supported")]
    [InlineData("""{"size": 8, "do_pad": true}""", "\"do_pad\" is true: padding to a size is not supported")]
    [InlineData("""{"resample": 3}""", "\"size\" is missing")]
    [InlineData("""{"mean": [0, 0, 0], "resize_mode": "squash"}""", "\"size\" is missing")]
    [InlineData("""[1, 2]""", "is not a JSON object")]
    [InlineData("{\n\"size\": ", "is not valid JSON (line 2)")]
    [InlineData("", "is not valid JSON (line 1)")]
    public void An_unknown_value_is_an_error_that_names_file_key_and_value(string json, string problem)
    {
        var error = Assert.Throws<ClipException>(() => Preprocessors.Config(json));
        Assert.StartsWith($"config.json: {problem}; ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_models_own_file_is_read()
    {
        var path = Path.Combine(ImageGoldens.Gallery, "..", "models", "clip-mini", "preprocessor_config.json");
        var config = PreprocessorConfig.Read(path);
        Assert.Equal((ResizeRule.Cover, 224, (224, 224)), (config.Resize, config.ResizeWidth, config.Crop));
        Assert.Equal(0.5019608f, config.Std.Green);
    }

    [Fact]
    public void A_missing_file_is_one_clear_line()
    {
        var error = Assert.Throws<ClipException>(() => PreprocessorConfig.Read("/no/such/preprocessor_config.json"));
        Assert.Equal(
            "/no/such/preprocessor_config.json: cannot be read; check that it exists and that you may read it",
            error.Message);
    }

    private static Picture Decode(int width, int height) => Preprocessors.Unresized.Decode(
        Preprocessors.PortablePixmap(
            width, height, Preprocessors.Noise(width, height, 1)), "noise", DecodeMode.Exact, Token);
}
