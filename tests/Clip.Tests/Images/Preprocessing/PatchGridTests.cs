using Clip.Images.Preprocessing;
using Clip.Images.Resampling;

namespace Clip.Tests.Images;

/// <summary>Pictures of any shape as patches, as SigLIP 2 NaFlex takes them.</summary>
public class PatchGridTests
{
    private const string NaFlex = """{"image_processor_type": "Siglip2ImageProcessorFast", "size": null}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NaFlex, 16, 256)]
    [InlineData("""{"patch_size": 14, "max_num_patches": 1024, "do_convert_rgb": null}""", 14, 1024)]
    public void The_configuration_states_patches(string json, int size, int most)
    {
        var config = Preprocessors.Config(json);

        Assert.Equal(new PatchGrid(size, most), config.Patches);
        Assert.False(config.HasFixedSize);
        Assert.Equal(0, new ImagePreprocessor(config).Width);
    }

    [Fact]
    public void The_processors_defaults_hold()
    {
        var config = Preprocessors.Config(NaFlex);

        Assert.Equal((ResampleFilter.Bilinear, (0.5f, 0.5f, 0.5f)), (config.Filter, config.Mean));
    }

    [Theory]
    [InlineData("""{"max_num_patches": 0}""")]
    [InlineData("""{"max_num_patches": 1000000}""")]
    [InlineData("""{"max_num_patches": 256, "patch_size": 100000}""")]
    [InlineData("""{"max_num_patches": 256, "do_resize": false}""")]
    public void Impossible_patches_are_refused(string json) =>
        Assert.Throws<ClipException>(() => Preprocessors.Config(json));

    // The sizes of transformers' get_image_size_for_max_num_patches; those of 1 x 300 and 1000 x 7 are in the
    // references of the golden model too.
    [Theory]
    [InlineData(1, 300, 16, 4096)]
    [InlineData(1000, 7, 2288, 16)]
    [InlineData(640, 480, 288, 224)]
    [InlineData(480, 640, 224, 288)]
    [InlineData(224, 224, 256, 256)]
    [InlineData(1, 1, 112, 112)]
    [InlineData(6000, 4000, 304, 208)]
    public void The_size_is_the_largest_that_the_patches_allow(int width, int height, int fitWidth, int fitHeight)
    {
        var grid = new PatchGrid(16, 256);

        Assert.Equal((fitWidth, fitHeight), grid.Fit(width, height));
        Assert.InRange(fitWidth / 16 * (fitHeight / 16), 1, 256);
    }

    [Fact]
    public void Patches_lie_row_by_row_and_colors_pixel_by_pixel()
    {
        var preprocessor = Preprocessors.With(
            """{"patch_size": 2, "max_num_patches": 2, "do_rescale": false, "do_normalize": false, "resample": 0}""");
        byte[] pixels = [.. Enumerable.Range(1, 24).Select(value => (byte)value)];
        using var picture = preprocessor.Decode(
            Preprocessors.PortablePixmap(4, 2, pixels), "pixels", DecodeMode.Exact, Token);

        var patches = Enumerable.Repeat(-1f, 36).ToArray();
        Assert.Equal((1, 2), preprocessor.WritePatches(picture, patches));

        Assert.Equal(
            [
                1, 2, 3, 4, 5, 6, 13, 14, 15, 16, 17, 18,
                7, 8, 9, 10, 11, 12, 19, 20, 21, 22, 23, 24,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ],
            patches);
        Assert.Throws<ArgumentException>(() => preprocessor.WritePatches(picture, new float[12]));
        Assert.Throws<InvalidOperationException>(() => Preprocessors.Unresized.WritePatches(picture, patches));
    }
}
