using System.Text;
using Clip.Images.Preprocessing;

namespace Clip.Tests.Images;

/// <summary>Preprocessors and pictures for tests.</summary>
internal static class Preprocessors
{
    internal const string Clip224 =
        """
        {"size": {"shortest_edge": 224}, "resample": 3,
         "do_center_crop": true, "crop_size": {"height": 224, "width": 224}}
        """;

    internal static ImagePreprocessor Unresized { get; } = With("""{"do_resize": false}""");

    internal static ImagePreprocessor With(string json, PictureLimits? limits = null) => new(Config(json), limits);

    internal static PreprocessorConfig Config(string json) =>
        PreprocessorConfig.Parse(Encoding.UTF8.GetBytes(json), "config.json");

    internal static byte[] Pixels(this ImagePreprocessor preprocessor, Picture picture)
    {
        var (width, height) = preprocessor.OutputSize(picture.Width, picture.Height);
        var rgb = new byte[3 * width * height];
        preprocessor.Write(picture, rgb);
        return rgb;
    }

    /// <summary>The generator of make_resizes.py.</summary>
    internal static byte[] Noise(int width, int height, uint seed)
    {
        var noise = new byte[3 * width * height];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (byte)((seed = (seed * 1664525) + 1013904223) >> 24);
        return noise;
    }

    internal static byte[] PortablePixmap(int width, int height, byte[] rgb) =>
        [.. Encoding.ASCII.GetBytes($"P6 {width} {height} 255\n"), .. rgb];
}
