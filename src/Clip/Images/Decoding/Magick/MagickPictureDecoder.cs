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
    public PictureHeader ReadHeader(PictureData picture)
    {
        if (picture.Kind is PictureKind.PortableAnyMap or PictureKind.PortableArbitraryMap
                or PictureKind.PortableFloatMap
            && PortableMapComments.AreTooMany(picture.Data))
        {
            throw MagickErrors.TooManyComments(picture.Name);
        }

        using var image = MagickLibrary.CreateImage();
        try
        {
            image.Ping(Data(picture), Settings(picture));
            var (width, height) = CanvasSize(image, picture.Kind);
            return new PictureHeader(
                (int)Math.Min(width, int.MaxValue),
                (int)Math.Min(height, int.MaxValue),
                (int)image.Orientation,
                BytesPerPixel(picture, image.ChannelCount));
        }
        catch (MagickException e)
        {
            throw MagickErrors.Translate(picture, e);
        }
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellation)
    {
        var settings = Settings(picture);
        if (options.ShrinkFactor > 1) // libjpeg shrinks by eighths, but only powers of two are fast
        {
            var (width, height) = (header.Width / options.ShrinkFactor, header.Height / options.ShrinkFactor);
            settings.SetDefine("jpeg:size", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"));
        }

        var image = MagickLibrary.CreateImage();
        try
        {
            Read(image, picture, settings, header, options.MaxTime, cancellation);
            if (picture.Kind == PictureKind.Gif)
                FillCanvas(image, header);
            var ignoreAlpha = picture.Kind == PictureKind.Bmp && BitmapFile.HasNoAlpha(picture.Data);
            return MagickPixels.TakeOver(image, ignoreAlpha);
        }
        catch (MagickException e)
        {
            image.Dispose();
            throw MagickErrors.Translate(picture, e);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static unsafe void Read(
        MagickImage image,
        PictureData picture,
        MagickReadSettings settings,
        PictureHeader header,
        TimeSpan maxTime,
        CancellationToken cancellation)
    {
        var data = Data(picture);
        fixed (byte* bytes = data)
        {
            using var watch = new DecodingWatch((nint)bytes, data.Length, maxTime, cancellation);
            image.Warning += watch.OnWarning;
            var isLarge = (long)header.Width * header.Height >= DecodingWatch.LargePixels;
            if (isLarge)
                image.Progress += watch.OnProgress;
            try
            {
                if (isLarge && DecodingWatch.ReadsIncrementally(picture.Kind))
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
                throw picture.TookTooLong(maxTime);
            if (watch.IsCutOff)
                throw picture.CutOff();
        }
    }

    private static ReadOnlySpan<byte> Data(PictureData picture) =>
        picture.Kind == PictureKind.Bmp ? BitmapFile.WithTrueLength(picture.Data) : picture.Data;

    private static MagickReadSettings Settings(PictureData picture)
    {
        var frame = picture.Kind == PictureKind.Icon ? IconFile.LargestIcon(picture.Data) : 0;
        var settings = new MagickReadSettings
        {
            Format = MagickFormats.Of(picture.Kind),
            FrameIndex = (uint)frame,
            FrameCount = 1,
        };
        settings.SetDefine("profile:skip", "ICC,IPTC,XMP,8BIM"); // colors stay as stored, as in the reference
        if (picture.Kind == PictureKind.Avif)
            settings.SetDefine("heic:chroma-upsampling", "bilinear"); // as libavif does, and therefore Pillow
        return settings;
    }

    /// <summary>The first frame of a GIF may cover only a part of the picture.</summary>
    private static (long Width, long Height) CanvasSize(MagickImage image, PictureKind kind) => kind == PictureKind.Gif
        ? (Math.Max(image.Width, image.Page.Width), Math.Max(image.Height, image.Page.Height))
        : (image.Width, image.Height);

    /// <summary>The bytes of a decoded pixel and of what the format's decoder keeps per pixel besides.</summary>
    private static long BytesPerPixel(PictureData picture, long channels)
    {
        var pixel = Math.Max(channels, 3);
        return picture.Kind switch
        {
            PictureKind.Jpeg2000 or PictureKind.Jpeg2000CodeStream or PictureKind.JpegXl =>
                pixel + (sizeof(int) * pixel),
            // This frame, the one before and a copy of it.
            PictureKind.WebP when IsAnimation(picture.Data) => pixel + 12,
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
