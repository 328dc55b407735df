using Clip.Files;
using Clip.Images.Resampling;

namespace Clip.Images.Preprocessing;

/// <summary>
/// How pictures are prepared for a model: resize, crop, scale, normalize. Read from a Hugging Face
/// <c>preprocessor_config.json</c>, an open_clip <c>preprocess_cfg.json</c> or the keys of Jina's processors; see
/// <see cref="Read"/>. Pictures are always turned upright and converted to RGB first.
/// </summary>
internal sealed record PreprocessorConfig
{
    /// <summary>The largest edge, in pixels, that a configuration may ask for.</summary>
    public const int MaxEdge = 16_384;

    /// <summary>How the picture is resized.</summary>
    public ResizeRule Resize { get; init; } = ResizeRule.Cover;

    /// <summary>The width to resize to, in pixels; unused with <see cref="ResizeRule.None"/>.</summary>
    public int ResizeWidth { get; init; } = 224;

    /// <summary>The height to resize to, in pixels; unused with <see cref="ResizeRule.None"/>.</summary>
    public int ResizeHeight { get; init; } = 224;

    /// <summary>The interpolation.</summary>
    public ResampleFilter Filter { get; init; } = ResampleFilter.Bicubic;

    /// <summary>
    /// The width and height of the center crop, in pixels, padded if the picture is smaller; null for no crop.
    /// </summary>
    public (int Width, int Height)? Crop { get; init; }

    /// <summary>The 8-bit color of padding.</summary>
    public (byte Red, byte Green, byte Blue) FillColor { get; init; }

    /// <summary>
    /// The patches that the picture is resized to and cut into; null for models that take whole pictures of one size.
    /// <see cref="Resize"/> and <see cref="Crop"/> are not used then.
    /// </summary>
    public PatchGrid? Patches { get; init; }

    /// <summary>Whether the model takes blue first and red last.</summary>
    public bool FlipsChannels { get; init; }

    /// <summary>The factor for each 8-bit value; 1 if the model takes 0 to 255.</summary>
    public double RescaleFactor { get; init; } = 1 / 255.0;

    /// <summary>The number that is then subtracted from each channel.</summary>
    public (float Red, float Green, float Blue) Mean { get; init; } = (0.48145466f, 0.4578275f, 0.40821073f);

    /// <summary>The number that each channel is then divided by; never 0.</summary>
    public (float Red, float Green, float Blue) Std { get; init; } = (0.26862954f, 0.26130258f, 0.27577711f);

    /// <summary>Whether the output has the same size for every picture.</summary>
    public bool HasFixedSize => Patches is null && (Crop is not null || Resize == ResizeRule.Squash);

    /// <summary>Reads a configuration file.</summary>
    /// <param name="path">
    /// A <c>preprocessor_config.json</c>, <c>processor_config.json</c>, <c>preprocess_cfg.json</c> or
    /// <c>open_clip_config.json</c>.
    /// </param>
    /// <exception cref="ClipException">The file cannot be read, or has an unknown value.</exception>
    public static PreprocessorConfig Read(string path)
    {
        const int maxBytes = 1 << 20;
        try
        {
            using var file = File.OpenRead(path);
            var json = StreamedFile.Read(file, maxBytes) ?? throw new ClipException(
                path, "is too large for a preprocessor configuration", "check that the path is right");
            return Parse(json, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClipException(path, "cannot be read", "check that it exists and that you may read it", e);
        }
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="name">The name for errors.</param>
    /// <exception cref="ClipException">
    /// It is not JSON, or has an unknown value: the message names the key and the value.
    /// </exception>
    public static PreprocessorConfig Parse(ReadOnlyMemory<byte> json, string name) =>
        PreprocessorConfigReader.Parse(json, name);

    /// <summary>The position of a picture on the output.</summary>
    internal Placement Place(int width, int height)
    {
        var (resizedWidth, resizedHeight) = ResizedSize(width, height);
        var crop = Patches is null ? Crop : null;
        var (outputWidth, outputHeight) = crop ?? (checked((int)resizedWidth), checked((int)resizedHeight));
        return new Placement(
            resizedWidth,
            resizedHeight,
            outputWidth,
            outputHeight,
            CropOffset(resizedWidth, outputWidth),
            CropOffset(resizedHeight, outputHeight));
    }

    /// <summary>The size of the whole picture after the resize, before the crop.</summary>
    internal (long Width, long Height) ResizedSize(int width, int height)
    {
        if (Patches is { } patches)
            return patches.Fit(width, height);
        switch (Resize)
        {
            case ResizeRule.None:
                return (width, height);
            case ResizeRule.Squash:
                return (ResizeWidth, ResizeHeight);
            case ResizeRule.Cover when ResizeWidth == ResizeHeight:
                return width <= height
                    ? (ResizeWidth, (long)ResizeWidth * height / width)
                    : ((long)ResizeHeight * width / height, ResizeHeight);
            default: // as open_clip's ResizeKeepRatio
                var across = (double)width / ResizeWidth;
                var down = (double)height / ResizeHeight;
                var ratio = Resize == ResizeRule.Contain ? Math.Max(across, down) : Math.Min(across, down);
                return (AtLeastOne(width / ratio), AtLeastOne(height / ratio));
        }
    }

    private static long AtLeastOne(double size) => Math.Max(1, (long)Math.Round(size, MidpointRounding.ToEven));

    /// <summary>
    /// Rounds half pixels down, as Hugging Face's and Immich's processors do; torchvision, and therefore open_clip,
    /// rounds to even, which differs by one pixel for some sizes. With <see cref="ResizeRule.Contain"/>, the padding is
    /// split as in open_clip.
    /// </summary>
    private long CropOffset(long resized, int output)
    {
        var excess = resized - output;
        return Resize == ResizeRule.Contain && excess < 0 ? excess / 2 : (long)Math.Floor(excess / 2.0);
    }
}
