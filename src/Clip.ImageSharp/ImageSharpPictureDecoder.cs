using System.Collections.Frozen;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace Clip;

/// <summary>
/// Decodes files with ImageSharp, which is managed code. Only for files that you trust: there are security advisories
/// for crafted pictures and ImageSharp 2.1. Thread-safe; stateless, hence one instance for all.
/// </summary>
/// <remarks>
/// <para>
/// It reads JPEG, PNG, WebP without animation, GIF, TIFF and BMP. PNG pixels are those of Clip's own decoder. JPEG
/// pixels are not those of libjpeg-turbo, which the other decoder and Pillow use: the mean difference is half a level
/// of 255, and the cosine of the two embeddings 0.999 or more. JPEG is never shrunk while it is decoded, so
/// <see cref="DecodeMode.Fast"/> gains nothing.
/// </para>
/// <para>Give it to <see cref="ClipModelOptions.PictureDecoder"/>.</para>
/// </remarks>
public sealed class ImageSharpPictureDecoder : IPictureDecoder
{
    private const int WorkingBytesPerPixel = 8;
    private const int JpegWorkingBytesPerPixel = 20; // coefficients, and a 32-bit number per channel

    private static readonly FrozenDictionary<PictureKind, IImageDecoder> Decoders =
        new Dictionary<PictureKind, IImageDecoder>
        {
            [PictureKind.Bmp] = new BmpDecoder(),
            [PictureKind.Gif] = new GifDecoder { DecodingMode = FrameDecodingMode.First },
            [PictureKind.Jpeg] = new JpegDecoder(),
            [PictureKind.Png] = new PngDecoder(),
            [PictureKind.Tiff] = new TiffDecoder { DecodingMode = FrameDecodingMode.First },
            [PictureKind.WebP] = new WebpDecoder(),
        }.ToFrozenDictionary();

    private readonly Configuration _configuration = new()
    {
        MaxDegreeOfParallelism = 1, // pictures are decoded in parallel, not parts of one
        PreferContiguousImageBuffers = true,
    };

    private ImageSharpPictureDecoder()
    {
    }

    /// <summary>The decoder.</summary>
    public static ImageSharpPictureDecoder Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = Decoders.Keys.ToFrozenSet();

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => false;

    /// <inheritdoc/>
    public unsafe PictureHeader ReadHeader(PictureData picture)
    {
        fixed (byte* bytes = picture.Data)
        {
            var info = Identify(picture, bytes);
            return new PictureHeader(
                info.Width, info.Height, Orientations.Of(info.Metadata.ExifProfile),
                4 + (picture.Kind == PictureKind.Jpeg ? JpegWorkingBytesPerPixel : WorkingBytesPerPixel));
        }
    }

    /// <inheritdoc/>
    public unsafe DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.MaxTime);
        fixed (byte* bytes = picture.Data)
        {
            Image? image = null;
            try
            {
                image = Decode(picture, bytes, limit.Token);
                var view = new PixelView(header.ExifOrientation, image);
                image.AcceptVisitor(view);
                return view.Pixels;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                image?.Dispose();
                throw picture.TookTooLong(options.MaxTime);
            }
            catch (Exception error) when (error is not (OperationCanceledException or PictureException))
            {
                image?.Dispose();
                throw Translate(picture, error);
            }
        }
    }

    private unsafe Image<Rgba32> Decode(PictureData picture, byte* bytes, CancellationToken cancellationToken)
    {
        var decoder = Decoders[picture.Kind];
        using var file = new UnmanagedMemoryStream(bytes, picture.Data.Length);
        if (picture.Kind != PictureKind.Png)
            return decoder.Decode<Rgba32>(_configuration, file, cancellationToken);
        var bits = Identify(picture, bytes).Metadata.GetPngMetadata().BitDepth;
        if (bits != PngBitDepth.Bit16)
            return decoder.Decode<Rgba32>(_configuration, file, cancellationToken);
        using var deep = decoder.Decode<Rgba64>(_configuration, file, cancellationToken);
        return UpperBytes(deep);
    }

    /// <summary>Samples of 16 bits become their upper 8, as in Clip's own decoder and in Pillow.</summary>
    private Image<Rgba32> UpperBytes(Image<Rgba64> deep)
    {
        var image = new Image<Rgba32>(_configuration, deep.Width, deep.Height);
        deep.ProcessPixelRows(image, static (from, to) =>
        {
            for (var y = 0; y < from.Height; y++)
            {
                var source = from.GetRowSpan(y);
                var target = to.GetRowSpan(y);
                for (var x = 0; x < source.Length; x++)
                {
                    var pixel = source[x];
                    target[x] = new Rgba32(
                        (byte)(pixel.R >> 8), (byte)(pixel.G >> 8), (byte)(pixel.B >> 8), (byte)(pixel.A >> 8));
                }
            }
        });
        return image;
    }

    private unsafe IImageInfo Identify(PictureData picture, byte* bytes)
    {
        using var file = new UnmanagedMemoryStream(bytes, picture.Data.Length);
        try
        {
            return ((IImageInfoDetector)Decoders[picture.Kind]).Identify(_configuration, file, CancellationToken.None)
                ?? throw picture.Damaged("its header cannot be read");
        }
        catch (Exception error) when (error is not PictureException)
        {
            throw Translate(picture, error);
        }
    }

    /// <summary>ImageSharp throws exceptions of many kinds for damaged files.</summary>
    private static PictureException Translate(PictureData picture, Exception error) => error switch
    {
        NotSupportedException => picture.Unsupported(OneLine(error.Message), error),
        _ => picture.Damaged(OneLine(error.Message), error),
    };

    private static string OneLine(string message)
    {
        var line = message.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        return (end < 0 ? line : line[..end]).TrimEnd('.').ToString();
    }
}
