using System.Globalization;
using Clip.Images.Pixels;
using ImageMagick;

namespace Clip.Images.Decoding.Magick;

/// <summary>
/// Decodes all kinds with ImageMagick (Magick.NET), and shrinks JPEG while decoding. The format is always given to
/// ImageMagick, so that it neither guesses nor delegates. Thread-safe; stateless, hence one instance for all.
/// </summary>
public sealed class MagickPictureDecoder : IPictureDecoder
{
    private MagickPictureDecoder()
    {
    }

    /// <summary>The decoder that is used unless another is given.</summary>
    public static MagickPictureDecoder Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds => MagickFormats.Kinds;

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => kind == PictureKind.Jpeg;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureSource source)
    {
        if (source.Kind is PictureKind.PortableAnyMap or PictureKind.PortableArbitraryMap
                or PictureKind.PortableFloatMap
            && PortableMapComments.AreTooMany(source.Data))
        {
            throw MagickErrors.TooManyComments(source.Name);
        }

        using var image = MagickLibrary.CreateImage();
        try
        {
            image.Ping(Data(source), Settings(source));
            var (width, height) = CanvasSize(image, source.Kind);
            return new PictureHeader(
                (int)Math.Min(width, int.MaxValue),
                (int)Math.Min(height, int.MaxValue),
                (int)image.Orientation,
                BytesPerPixel(source, image.ChannelCount));
        }
        catch (MagickException e)
        {
            throw MagickErrors.Translate(source, e);
        }
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureSource source, PictureHeader header, DecodeOptions options, CancellationToken cancellation)
    {
        var settings = Settings(source);
        if (options.ShrinkFactor > 1) // libjpeg shrinks by eighths, but only powers of two are fast
        {
            var (width, height) = (header.Width / options.ShrinkFactor, header.Height / options.ShrinkFactor);
            settings.SetDefine("jpeg:size", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"));
        }

        var image = MagickLibrary.CreateImage();
        try
        {
            Read(image, source, settings, header, options.MaxTime, cancellation);
            if (source.Kind == PictureKind.Gif)
                FillCanvas(image, header);
            var ignoreAlpha = source.Kind == PictureKind.Bmp && BitmapFile.HasNoAlpha(source.Data);
            return MagickPixels.TakeOver(image, ignoreAlpha);
        }
        catch (MagickException e)
        {
            image.Dispose();
            throw MagickErrors.Translate(source, e);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static unsafe void Read(
        MagickImage image,
        PictureSource source,
        MagickReadSettings settings,
        PictureHeader header,
        TimeSpan maxTime,
        CancellationToken cancellation)
    {
        var data = Data(source);
        fixed (byte* bytes = data)
        {
            using var watch = new DecodingWatch((nint)bytes, data.Length, maxTime, cancellation);
            image.Warning += watch.OnWarning;
            var isLarge = (long)header.Width * header.Height >= DecodingWatch.LargePixels;
            if (isLarge)
                image.Progress += watch.OnProgress;
            try
            {
                if (isLarge && DecodingWatch.ReadsIncrementally(source.Kind))
                    image.Read(watch, settings);
                else
                    image.Read(data, settings);
            }
            catch (MagickException) when (watch.Stopped)
            {
                // Some decoders fail when stopped, others invent the missing pixels.
            }
            finally
            {
                image.Warning -= watch.OnWarning;
                if (isLarge)
                    image.Progress -= watch.OnProgress;
            }

            cancellation.ThrowIfCancellationRequested();
            if (watch.Stopped)
                throw source.TookTooLong(maxTime);
            if (watch.IsCutOff)
                throw source.CutOff();
        }
    }

    private static ReadOnlySpan<byte> Data(PictureSource source) =>
        source.Kind == PictureKind.Bmp ? BitmapFile.WithTrueLength(source.Data) : source.Data;

    private static MagickReadSettings Settings(PictureSource source)
    {
        var frame = source.Kind == PictureKind.Icon ? IconFile.LargestIcon(source.Data) : 0;
        var settings = new MagickReadSettings
        {
            Format = MagickFormats.Of(source.Kind),
            FrameIndex = (uint)frame,
            FrameCount = 1,
        };
        settings.SetDefine("profile:skip", "ICC,IPTC,XMP,8BIM"); // colors stay as stored, as in the reference
        if (source.Kind == PictureKind.Avif)
            settings.SetDefine("heic:chroma-upsampling", "bilinear"); // as libavif does, and therefore Pillow
        return settings;
    }

    /// <summary>The first frame of a GIF may cover only a part of the picture.</summary>
    private static (long Width, long Height) CanvasSize(MagickImage image, PictureKind kind) => kind == PictureKind.Gif
        ? (Math.Max(image.Width, image.Page.Width), Math.Max(image.Height, image.Page.Height))
        : (image.Width, image.Height);

    /// <summary>The bytes of a decoded pixel and of what the format's decoder keeps per pixel besides.</summary>
    private static long BytesPerPixel(PictureSource source, long channels)
    {
        var pixel = Math.Max(channels, 3);
        return source.Kind switch
        {
            PictureKind.Jpeg2000 or PictureKind.Jpeg2000CodeStream or PictureKind.JpegXl =>
                pixel + (sizeof(int) * pixel),
            PictureKind.WebP when IsAnimation(source.Data) => pixel + 12, // this frame, the one before and a copy of it
            PictureKind.WebP => pixel + 4,
            _ => pixel,
        };

        static bool IsAnimation(ReadOnlySpan<byte> data) =>
            data.Length > 20 && data[12..].StartsWith("VP8X"u8) && (data[20] & 2) != 0;
    }

    /// <summary>
    /// Places a GIF's first frame on its canvas. The uncovered rest is transparent, or has the first color of the
    /// palette, as in Pillow.
    /// </summary>
    private static void FillCanvas(MagickImage image, PictureHeader header)
    {
        if (image.Width == header.Width && image.Height == header.Height)
            return;
        image.BackgroundColor = image.HasAlpha
            ? MagickColors.Transparent
            : image.GetColormapColor(0) ?? MagickColors.White;
        image.Extent(new MagickGeometry(-image.Page.X, -image.Page.Y, (uint)header.Width, (uint)header.Height));
    }
}
