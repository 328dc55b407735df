using System.Buffers;
using Clip.Images.Decoding;
using Clip.Images.Resampling;

namespace Clip.Images.Preprocessing;

/// <summary>
/// Turns pictures into the input of a model's image encoder: decoded, upright, RGB, resized, cropped, scaled and
/// normalized, with the same result as the Python references, byte for byte. Immutable and thread-safe; each picture is
/// processed on one thread, so parallel calls use many cores.
/// </summary>
internal sealed partial class ImagePreprocessor
{
    private readonly GuardedDecoder _decoder;
    private readonly float[] _values;

    /// <summary>Prepares for one model.</summary>
    /// <param name="config">The preprocessing that the model was trained with.</param>
    /// <param name="limits">What one picture may cost; null for <see cref="PictureLimits.Default"/>.</param>
    /// <param name="decoder">
    /// Decodes the files; null for <see cref="StandardPictureDecoder"/>. Not disposed here.
    /// </param>
    /// <param name="memory">
    /// The memory that reading and decoding may take; null for <see cref="MemoryBudget.Default"/>.
    /// </param>
    public ImagePreprocessor(
        PreprocessorConfig config, PictureLimits? limits = null, IPictureDecoder? decoder = null,
        MemoryBudget? memory = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        Limits = limits ?? PictureLimits.Default;
        Memory = memory ?? MemoryBudget.Default;
        _decoder = new GuardedDecoder(decoder ?? StandardPictureDecoder.Instance, Limits, Memory);
        _values = Normalizer.Table(config);
        if (config.HasFixedSize)
            (Width, Height) = config.Crop ?? (config.ResizeWidth, config.ResizeHeight);
    }

    /// <summary>The preprocessing that the model was trained with.</summary>
    public PreprocessorConfig Config { get; }

    /// <summary>What one picture may cost before it is refused.</summary>
    public PictureLimits Limits { get; }

    /// <summary>
    /// The memory that reading and decoding may take; calls wait for it. A picture that a caller keeps does not count.
    /// </summary>
    public MemoryBudget Memory { get; }

    /// <summary>The width of the output, in pixels; 0 if it depends on the picture.</summary>
    public int Width { get; }

    /// <summary>The height of the output, in pixels; 0 if it depends on the picture.</summary>
    public int Height { get; }

    /// <summary>The size of the output for a picture.</summary>
    /// <param name="width">The width of the upright picture, in pixels.</param>
    /// <param name="height">The height of the upright picture, in pixels.</param>
    /// <exception cref="ClipException">The output would be too large for one array.</exception>
    public (int Width, int Height) OutputSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (Width > 0)
            return (Width, Height);
        var (outputWidth, outputHeight) = Config.ResizedSize(width, height);
        return outputWidth * outputHeight * 3 <= Array.MaxLength
            ? ((int)outputWidth, (int)outputHeight)
            : throw new ClipException(
                $"{width} × {height} pixels",
                $"would be resized to {outputWidth} × {outputHeight}",
                "crop the picture first");
    }

    /// <summary>Decodes a picture file.</summary>
    /// <param name="path">
    /// The file; its content decides its format, whatever its name. A pipe is read to its end.
    /// </param>
    /// <param name="mode">Whether the decoder may shrink the picture.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="PictureException">
    /// The file is missing, unreadable, not a picture, damaged or beyond the limits.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Picture Decode(string path, DecodeMode mode, CancellationToken cancellationToken = default)
    {
        using var file = PictureBytes.Read(path, Limits, Memory, readsPipes: true, cancellationToken);
        return Decode(file.Bytes, path, mode, cancellationToken);
    }

    /// <summary>Decodes a picture in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">The name for errors.</param>
    /// <param name="mode">Whether the decoder may shrink the picture.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="PictureException">The data is not a picture, damaged or beyond the limits.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Picture Decode(
        ReadOnlySpan<byte> data, string name, DecodeMode mode, CancellationToken cancellationToken = default) =>
        DecodeReserved(data, name, mode, cancellationToken).Unreserved();

    /// <summary>
    /// Decodes a picture whose pixels count in <see cref="Memory"/> until it is disposed, which must not depend on
    /// another picture being decoded.
    /// </summary>
    internal Picture DecodeReserved(
        ReadOnlySpan<byte> data, string name, DecodeMode mode, CancellationToken cancellationToken) =>
        _decoder.Decode(
            data, name, mode == DecodeMode.Exact ? null : Config.ResizedSize, cancellationToken,
            mode == DecodeMode.Draft ? 1 : GuardedDecoder.SafeMargin);

    /// <summary>The size of an upright picture and its kind, without decoding it.</summary>
    /// <exception cref="PictureException">The file is no picture, damaged, or larger than the limits.</exception>
    internal (int Width, int Height, PictureKind Kind) ReadSize(ReadOnlySpan<byte> data, string name) =>
        _decoder.ReadSize(data, name);

    /// <summary>
    /// Decodes a picture of which only its rough look matters: the decoder may shrink it, as long as its shorter edge
    /// stays well above a length. Its pixels count in <see cref="Memory"/> until it is disposed.
    /// </summary>
    internal Picture DecodeAtLeast(
        ReadOnlySpan<byte> data, string name, int shorterEdge, CancellationToken cancellationToken) =>
        _decoder.Decode(
            data, name, (width, height) => width < height
                ? (shorterEdge, (long)shorterEdge * height / width)
                : ((long)shorterEdge * width / height, shorterEdge),
            cancellationToken);

    /// <summary>Writes a picture as the model takes it, for example into a slot of a batch's tensor.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="chw">Receives [3, height, width] values, red first, scaled and normalized.</param>
    /// <exception cref="ArgumentException">The span's length is not 3 × height × width.</exception>
    public void Write(Picture picture, Span<float> chw)
    {
        var rgb = ArrayPool<byte>.Shared.Rent(chw.Length);
        try
        {
            Write(picture, rgb.AsSpan(0, chw.Length));
            Normalizer.Apply(rgb.AsSpan(0, chw.Length), _values, chw);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgb);
        }
    }

    /// <summary>Writes a picture's pixels before they are scaled and normalized.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="rgb">Receives [height, width, 3] bytes.</param>
    /// <exception cref="ArgumentException">The span's length is not 3 × height × width.</exception>
    public void Write(Picture picture, Span<byte> rgb)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var (width, height) = OutputSize(picture.Width, picture.Height);
        var length = 3 * width * height;
        if (rgb.Length != length)
        {
            throw new ArgumentException(
                $"The output of {width} × {height} pixels takes {length} values, not {rgb.Length}.", nameof(rgb));
        }

        var placement = Config.Place(picture.Width, picture.Height);
        if (placement.IsPadded)
            Fill(rgb, Config.FillColor);
        using (var pixels = picture.Read())
            Resampler.Resize(pixels.Buffer, picture.Orientation, placement, Config.Filter, rgb);
        if (Config.FlipsChannels)
            SwapRedAndBlue(rgb);
    }

    private static void SwapRedAndBlue(Span<byte> rgb)
    {
        for (var i = 0; i < rgb.Length; i += 3)
            (rgb[i], rgb[i + 2]) = (rgb[i + 2], rgb[i]);
    }

    private static void Fill(Span<byte> rgb, (byte Red, byte Green, byte Blue) color)
    {
        for (var i = 0; i < rgb.Length; i += 3)
            (rgb[i], rgb[i + 1], rgb[i + 2]) = color;
    }
}
