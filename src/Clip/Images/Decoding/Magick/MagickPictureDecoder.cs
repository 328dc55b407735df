using System.Globalization;
using Clip.Images.Decoding.Heif;
using Clip.Images.Pixels;
using ImageMagick;

namespace Clip.Images.Decoding.Magick;

/// <summary>
/// Decodes with ImageMagick (Magick.NET), and shrinks JPEG while decoding. The format is always given to ImageMagick,
/// so that it neither guesses nor delegates. Thread-safe; stateless, hence one instance for all.
/// </summary>
internal sealed class MagickPictureDecoder : IPictureDecoder
{
    private MagickPictureDecoder()
    {
    }

    /// <summary>The decoder.</summary>
    public static MagickPictureDecoder Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds => MagickFormats.Kinds;

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => kind == PictureKind.Jpeg;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture)
    {
        if (picture.Kind == PictureKind.PortableArbitraryMap && PortableMapComments.AreTooMany(picture.Data))
            throw MagickErrors.TooManyComments(picture.Name);

        var source = MagickSource.Of(picture);
        using var image = MagickLibrary.CreateImage();
        try
        {
            image.Ping(source.Data, Settings(source.Kind ?? picture.Kind));
            var (width, height) = CanvasSize(image, source);
            return new PictureHeader(
                (int)Math.Min(width, int.MaxValue),
                (int)Math.Min(height, int.MaxValue),
                StoredOrientation.Find(picture, (int)image.Orientation),
                BytesPerPixel(picture.Kind, image.ChannelCount));
        }
        catch (MagickException e)
        {
            throw MagickErrors.Translate(picture, e);
        }
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        var source = MagickSource.Of(picture);
        var settings = Settings(source.Kind ?? picture.Kind);
        if (options.ShrinkFactor > 1) // libjpeg shrinks by eighths, but only powers of two are fast
        {
            var (width, height) = (header.Width / options.ShrinkFactor, header.Height / options.ShrinkFactor);
            settings.SetDefine("jpeg:size", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"));
        }

        if (source.Start is not (0, 0))
        {
            settings.ExtractArea = new MagickGeometry(
                (int)source.Start.Left, (int)source.Start.Top, (uint)header.Width, (uint)header.Height);
        }

        var image = MagickLibrary.CreateImage();
        try
        {
            Read(image, picture, source.Data, settings, header, options.MaxTime, cancellationToken);
            if (source.IsFrame)
                FillCanvas(image, header, source.Frame);
            var pixels = MagickPixels.TakeOver(image, source, header.ExifOrientation);
            if (source.IsLimited)
                LimitedRange.Expand(source.Range, pixels.Buffer);
            if (source.IsPremultiplied)
                UndoMultiplication(pixels.Buffer);
            return pixels;
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
        ReadOnlySpan<byte> data,
        MagickReadSettings settings,
        PictureHeader header,
        TimeSpan maxTime,
        CancellationToken cancellationToken)
    {
        fixed (byte* bytes = data)
        {
            using var watch = new DecodingWatch((nint)bytes, data.Length, maxTime, cancellationToken);
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

            cancellationToken.ThrowIfCancellationRequested();
            if (watch.Stopped)
                throw picture.TookTooLong(maxTime);
            if (watch.IsCutOff)
                throw picture.CutOff();
        }
    }

    private static MagickReadSettings Settings(PictureKind kind)
    {
        var settings = new MagickReadSettings
        {
            Format = MagickFormats.Of(kind),
            FrameIndex = 0,
            FrameCount = 1,
        };
        settings.SetDefine("profile:skip", "ICC,IPTC,XMP,8BIM"); // colors stay as stored, as in the reference
        if (kind == PictureKind.Avif)
            settings.SetDefine("heic:chroma-upsampling", "bilinear"); // as libavif does, and therefore Pillow
        return settings;
    }

    /// <summary>The first frame of an animation may cover only a part of the picture.</summary>
    private static (long Width, long Height) CanvasSize(MagickImage image, MagickSource source) => source.IsFrame
        ? (source.Frame.CanvasWidth, source.Frame.CanvasHeight)
        : (image.Width, image.Height);

    /// <summary>The bytes of a decoded pixel and of what the format's decoder keeps per pixel besides.</summary>
    private static long BytesPerPixel(PictureKind kind, long channels)
    {
        var pixel = Math.Max(channels, 3);
        return kind switch
        {
            PictureKind.Jpeg2000 or PictureKind.Jpeg2000CodeStream or PictureKind.JpegXl =>
                pixel + (sizeof(int) * pixel),
            PictureKind.WebP => pixel + 4,
            _ => pixel,
        };
    }

    private static unsafe void UndoMultiplication(PixelBuffer pixels)
    {
        if (pixels.Layout.Format is not (PixelFormat.Rgba or PixelFormat.GrayAlpha)
            || pixels.Layout.Channels != pixels.Layout.MinChannels)
            return;
        for (var y = 0; y < pixels.Height; y++)
        {
            var row = new Span<byte>(pixels.Start + (y * pixels.Stride), (int)pixels.Stride);
            Premultiplied.Undo(row, pixels.Layout.Channels);
        }
    }

    /// <summary>Places a WebP animation's first frame on its canvas.</summary>
    private static void FillCanvas(MagickImage image, PictureHeader header, WebPFrame frame)
    {
        if (image.Width == header.Width && image.Height == header.Height)
            return;
        image.BackgroundColor = frame.CanvasHasAlpha ? MagickColors.Transparent : MagickColors.Black;
        if (frame.CanvasHasAlpha && !image.HasAlpha)
            image.Alpha(AlphaAction.Opaque);
        image.Extent(new MagickGeometry(-frame.X, -frame.Y, (uint)header.Width, (uint)header.Height));
    }
}
