using Clip.Images;
using Clip.Images.Preprocessing;

namespace Clip.Fuzz.Targets;

/// <summary>A preprocessor_config.json, and pictures of unusual shapes preprocessed with it.</summary>
internal static class PreprocessorTarget
{
    /// <summary>Larger outputs take long without testing anything more.</summary>
    private const int MaxPixels = 1 << 16;

    private static readonly Picture[] Pictures = [Picture(3, 2), Picture(1, 40), Picture(50, 7)];

    public static FuzzTarget Target { get; } = new("preprocessor", Read)
    {
        Words =
        [
            "null", "true", "false", "\\ud800", "//", "/*", "\"size\":", "\"crop_size\":", "\"shortest_edge\":",
            "\"longest_edge\":", "\"height\":", "\"width\":", "\"do_resize\":", "\"do_center_crop\":",
            "\"do_rescale\":", "\"do_normalize\":", "\"do_pad\":", "\"rescale_factor\":", "\"resample\":",
            "\"interpolation\":", "\"resize_mode\":", "\"longest\"", "\"shortest\"", "\"squash\"", "\"fill_color\":",
            "\"image_mean\":", "\"image_std\":", "\"mean\":", "\"std\":", "\"mode\":", "\"RGB\"",
            "\"image_processor\":", "\"preprocess_cfg\":", "\"image_processor_type\":", "\"SiglipImageProcessor\"",
            "16384", "[0.5,0.5,0.5]", "\"nearest\"", "\"lanczos\"",
            "\"max_num_patches\":", "\"patch_size\":", "\"crop_pct\":", "\"crop_mode\":", "\"do_flip_channel_order\":",
            "NaN", "-Infinity", "\ufeff",
        ],
    };

    private static void Read(byte[] input)
    {
        var preprocessor = new ImagePreprocessor(PreprocessorConfig.Parse(input, "preprocessor_config.json"));
        foreach (var picture in Pictures)
        {
            var (width, height) = preprocessor.OutputSize(picture.Width, picture.Height);
            if (width < 1 || height < 1)
                throw new InvalidOperationException($"an output of {width} × {height} pixels");
            if ((long)width * height > MaxPixels)
                continue;
            if (preprocessor.Config.Patches is null)
                preprocessor.Write(picture, new float[3 * width * height]);
            else
                preprocessor.WritePatches(picture, new float[3 * width * height]);
        }
    }

    private static Picture Picture(int width, int height)
    {
        var path = Scratch.At("picture.png");
        byte[] pixels = [.. Enumerable.Range(0, 3 * width * height).Select(static i => (byte)(i * 37))];
        PngFile.Write(path, pixels, width, height);
        return new ImagePreprocessor(new PreprocessorConfig()).Decode(path, DecodeMode.Exact);
    }
}
