using System.Text;
using Clip.Images.Preprocessing;
using Clip.Images.Resampling;

namespace Clip.Tests.Images;

/// <summary>Every key that changes pixels is applied or refused by its name, never ignored.</summary>
public class PreprocessorStepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"size": {"shortest_edge": 224}, "crop_pct": 0.875}""", 256, 224)]
    [InlineData("""{"size": {"shortest_edge": 224}, "crop_size": 224, "crop_pct": 0.9}""", 248, 224)]
    [InlineData("""{"size": {"height": 224, "width": 224}, "crop_pct": 0.95}""", 235, 224)]
    [InlineData("""{"size": 224, "crop_pct": 1.0}""", 224, 224)]
    [InlineData("""{"size": 224, "crop_pct": 0.5, "crop_mode": "center"}""", 448, 224)]
    [InlineData("""{"size": 256, "resize_mode": "shortest", "mean": 0.5, "std": 0.5, "crop_pct": 0.8}""", 320, 256)]
    [InlineData("""{"size": {"shortest_edge": 224}, "image_processor_type": "ConvNextImageProcessor"}""", 256, 224)]
    [InlineData("""{"size": {"shortest_edge": 180}, "image_processor_type": "PoolFormerImageProcessor"}""", 200, 180)]
    public void A_crop_fraction_enlarges_the_resize(string json, int resized, int crop)
    {
        var config = Preprocessors.Config(json);

        Assert.Equal(
            (ResizeRule.Cover, resized, resized, (crop, crop)),
            (config.Resize, config.ResizeWidth, config.ResizeHeight, config.Crop));
    }

    [Theory]
    [InlineData(
        """{"size": {"shortest_edge": 384}, "crop_pct": 0.875, "image_processor_type": "ConvNextImageProcessor"}""",
        384, null)]
    [InlineData("""{"size": 224, "crop_pct": 0.875, "crop_mode": "squash"}""", 256, 224)]
    [InlineData("""{"size": {"height": 224, "width": 224}, "crop_pct": null, "do_center_crop": false}""", 224, null)]
    [InlineData("""{"size": 224, "default_to_square": true, "do_center_crop": true}""", 224, 224)]
    public void A_squash_stays_one(string json, int resized, int? crop)
    {
        var config = Preprocessors.Config(json);

        Assert.Equal(
            (ResizeRule.Squash, resized, resized, crop),
            (config.Resize, config.ResizeWidth, config.ResizeHeight, config.Crop?.Width));
    }

    [Theory]
    [InlineData("crop_pct", "0")]
    [InlineData("crop_pct", "1.5")]
    [InlineData("crop_pct", "\"0.9\"")]
    [InlineData("crop_pct", "NaN")]
    [InlineData("rescale_factor", "Infinity")]
    [InlineData("image_mean", "[0.5, -Infinity, 0.5]")]
    [InlineData("crop_mode", "\"border\"")]
    [InlineData("do_pad", "true")]
    [InlineData("do_thumbnail", "true")]
    [InlineData("do_align_long_axis", "true")]
    [InlineData("do_color_quantize", "true")]
    [InlineData("do_grayscale", "1")]
    [InlineData("do_something_new", "\"yes\"")]
    [InlineData("size_divisor", "32")]
    [InlineData("ensure_multiple_of", "14")]
    [InlineData("keep_aspect_ratio", "true")]
    [InlineData("rescale_offset", "true")]
    [InlineData("include_top", "true")]
    [InlineData("antialias", "false")]
    [InlineData("min_pixels", "3136")]
    [InlineData("mode", "\"L\"")]
    public void What_is_not_done_is_refused_by_its_name(string key, string value)
    {
        var error = Assert.Throws<ClipException>(
            () => Preprocessors.Config($$"""{"size": 224, "{{key}}": {{value}}}"""));

        Assert.StartsWith($"config.json: \"{key}\" ", error.Message);
    }

    [Fact]
    public void A_fraction_of_what_is_no_square_is_refused() => Assert.Contains(
        "\"crop_pct\" is 0.9: a fraction of 300x200",
        Assert.Throws<ClipException>(() => Preprocessors.Config(
            """{"size": {"height": 200, "width": 300}, "crop_pct": 0.9}""")).Message);

    [Theory]
    [InlineData("do_pad", "false")]
    [InlineData("do_reduce_labels", "true")]
    [InlineData("do_convert_rgb", "null")]
    [InlineData("do_thumbnail", "null")]
    [InlineData("size_divisor", "1")]
    [InlineData("antialias", "true")]
    [InlineData("return_tensors", "\"pt\"")]
    [InlineData("some_limit", "-Infinity")]
    public void What_changes_no_pixel_is_ignored(string key, string value) => Assert.Equal(
        Preprocessors.Config("""{"size": 224}"""), Preprocessors.Config($$"""{"size": 224, "{{key}}": {{value}}}"""));

    [Theory]
    [InlineData("InterpolationMode.BILINEAR", nameof(ResampleFilter.Bilinear))]
    [InlineData("PIL.Image.LANCZOS", nameof(ResampleFilter.Lanczos))]
    [InlineData("Bicubic", nameof(ResampleFilter.Bicubic))]
    public void A_filter_may_be_named_as_the_libraries_do(string name, string filter) =>
        Assert.Equal(filter, Preprocessors.Config($$"""{"size": 224, "resample": "{{name}}"}""").Filter.ToString());

    [Fact]
    public void Flipped_channels_are_blue_first()
    {
        const string plain = """{"size": 2, "do_center_crop": false, "do_normalize": false, "do_rescale": false}""";
        byte[] pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        var flipped = Preprocessors.With(plain.Insert(1, "\"do_flip_channel_order\": true, "));
        using var picture = flipped.Decode(
            Preprocessors.PortablePixmap(2, 2, pixels), "pixels", DecodeMode.Exact, Token);

        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10], flipped.Pixels(picture));
        var planes = new float[12];
        flipped.Write(picture, planes);
        Assert.Equal([3, 6, 9, 12, 2, 5, 8, 11, 1, 4, 7, 10], planes);
        Assert.Equal(pixels, Preprocessors.With(plain).Pixels(picture));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_file()
    {
        const string json = """{"size": 96, "note": "NaN, \"Infinity", "limit": NaN}""";
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var config = PreprocessorConfig.Parse(
                (byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(json)], "config.json");
            Assert.Equal(96, config.ResizeWidth);
        }
    }
}
