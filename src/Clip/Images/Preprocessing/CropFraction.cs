using System.Text.Json;

namespace Clip.Images.Preprocessing;

/// <summary>
/// Applies <c>crop_pct</c>: the edge that remains after the crop, as a fraction of the resized picture's. The rules are
/// those of timm and of the processors of ConvNeXT and PoolFormer in Hugging Face's library.
/// </summary>
internal static class CropFraction
{
    // From this edge on, ConvNeXT squashes and does not crop.
    private const int ConvNextSquashes = 384;
    private const double ConvNextDefault = 224 / 256.0;
    private const double PoolFormerDefault = 0.9;

    /// <summary>The preprocessing with a resize that leaves room for the crop.</summary>
    /// <param name="config">The preprocessing without it.</param>
    /// <param name="keys">The keys of the file.</param>
    /// <exception cref="ClipException">The fraction is none, or does not fit the other keys.</exception>
    public static PreprocessorConfig Apply(PreprocessorConfig config, PreprocessorKeys keys)
    {
        if (Read(keys) is not { } fraction || config.Resize == ResizeRule.None)
            return config;
        if (config.ResizeWidth != config.ResizeHeight)
        {
            throw keys.Unsupported(
                "crop_pct", $"a fraction of {config.ResizeWidth}x{config.ResizeHeight}, which is no square");
        }
        var edge = config.ResizeWidth;
        if (keys.IsProcessor("ConvNext") && edge >= ConvNextSquashes)
            return config with { Resize = ResizeRule.Squash, Crop = null };
        var resized = (int)Math.Min(edge / fraction, PreprocessorConfig.MaxEdge);
        return config with
        {
            Resize = Squashes(keys) ? ResizeRule.Squash : ResizeRule.Cover,
            ResizeWidth = resized,
            ResizeHeight = resized,
            Crop = keys.ReadBool("do_center_crop") == false ? null : config.Crop ?? (edge, edge),
        };
    }

    private static double? Read(PreprocessorKeys keys) => keys.Find("crop_pct") switch
    {
        null when keys.IsProcessor("ConvNext") => ConvNextDefault,
        null when keys.IsProcessor("PoolFormer") => PoolFormerDefault,
        null => null,
        (_, { ValueKind: JsonValueKind.Number } value) when value.GetDouble() is > 0 and <= 1 and var fraction =>
            fraction,
        (var key, var value) => throw keys.Unknown(key, value),
    };

    /// <summary>timm's word for what happens before the crop.</summary>
    private static bool Squashes(PreprocessorKeys keys) => keys.Find("crop_mode") switch
    {
        null => false,
        (_, { ValueKind: JsonValueKind.String } mode) when mode.ValueEquals("center"u8) => false,
        (_, { ValueKind: JsonValueKind.String } mode) when mode.ValueEquals("squash"u8) => true,
        (var key, var value) => throw keys.Unknown(key, value),
    };
}
