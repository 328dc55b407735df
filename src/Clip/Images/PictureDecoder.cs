using System.Buffers.Binary;
using System.Globalization;
using ImageMagick;

namespace Clip.Images;

/// <summary>
/// Decodes untrusted files with ImageMagick: the format is decided by <see cref="PictureFormat"/> and forced, the limits
/// are checked against the header before any pixel is decoded, and what goes wrong is said in one line.
/// </summary>
internal static class PictureDecoder
{
    /// <summary>The size that is wanted of an upright picture, so that a JPEG decoder may shrink it.</summary>
    internal delegate (long Width, long Height) WantedSize(int width, int height);

    static PictureDecoder()
    {
        // Process-wide, beside the limits of each picture: pixels never spill to disk, the library starts no threads of
        // its own (pictures are decoded in parallel), and nothing may be larger than any picture that is let through.
        ResourceLimits.Disk = 0;
        ResourceLimits.Thread = 1;
        ResourceLimits.Area = 1UL << 31;
        ResourceLimits.Width = ResourceLimits.Height = PictureLimits.LargestEdge;
        ResourceLimits.MaxMemoryRequest = 1UL << 32;
        ResourceLimits.ListLength = 64;
        ResourceLimits.MaxProfileSize = 32UL << 20;
    }

    /// <summary>Decodes the first frame.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="wanted">How large the resized picture will be, where the decoder may shrink; null for an exact decode.</param>
    /// <param name="cancellation">Stops the decoding.</param>
    internal static Picture Decode(
        ReadOnlySpan<byte> data, string name, PictureLimits limits, WantedSize? wanted, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (data.IsEmpty)
            throw PictureErrors.Empty(name);
        var head = data[..Math.Min(data.Length, PictureFormat.HeadLength)];
        var format = PictureFormat.Sniff(data) ?? throw PictureErrors.NotAPicture(name, head);
        if (format == MagickFormat.Bmp)
            data = WithTrueLength(data);
        if (format is MagickFormat.Pnm or MagickFormat.Pam or MagickFormat.Pfm && LeastData.HasTooManyComments(data))
            throw PictureErrors.TooManyComments(name);
        var settings = Settings(format, head);
        var image = new MagickImage();
        try
        {
            image.Ping(data, settings);
            var (longWidth, longHeight) = CanvasSize(image, format);
            PictureErrors.ThrowIfBeyond(limits, name, longWidth, longHeight, BytesPerPixel(format, image.ChannelCount, head));
            var (width, height) = ((int)longWidth, (int)longHeight);
            if (!LeastData.Suffices(format, data.Length, longWidth * longHeight))
                throw PictureErrors.CutOff(name, format);
            if (wanted is not null && format == MagickFormat.Jpeg)
                Shrink(settings, width, height, Orientation.FromExif((int)image.Orientation), wanted);

            Read(image, data, settings, (long)width * height, name, limits.MaxTime, cancellation);
            if (format == MagickFormat.Gif)
                FillCanvas(image, width, height);
            return Picture.FromDecoded(image, width, height, ignoreAlpha: format == MagickFormat.Bmp && HasNoAlpha(head));
        }
        catch (MagickException e)
        {
            image.Dispose();
            throw PictureErrors.Damaged(name, format, e);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static unsafe void Read(
        MagickImage image,
        ReadOnlySpan<byte> data,
        MagickReadSettings settings,
        long pixels,
        string name,
        TimeSpan maxTime,
        CancellationToken cancellation)
    {
        fixed (byte* bytes = data)
        {
            using var watch = new DecodingWatch((nint)bytes, data.Length, maxTime, cancellation);
            image.Warning += watch.Listen;
            var isLarge = pixels >= DecodingWatch.Large;
            if (isLarge)
                image.Progress += watch.Continue;
            try
            {
                if (isLarge && DecodingWatch.ReadsAsItGoes(settings.Format))
                    image.Read(watch, settings);
                else
                    image.Read(data, settings);
            }
            catch (MagickException) when (watch.Stopped)
            {
                // Some decoders fail when stopped, others make up the rest.
            }
            finally
            {
                image.Warning -= watch.Listen;
                if (isLarge)
                    image.Progress -= watch.Continue;
            }

            cancellation.ThrowIfCancellationRequested();
            if (watch.Stopped)
                throw PictureErrors.TookTooLong(name, maxTime);
            if (watch.IsCutOff)
                throw PictureErrors.CutOff(name, settings.Format);
        }
    }

    private static MagickReadSettings Settings(MagickFormat format, ReadOnlySpan<byte> head)
    {
        var frame = format == MagickFormat.Ico ? LargestIcon(head) : 0;
        var settings = new MagickReadSettings { Format = format, FrameIndex = (uint)frame, FrameCount = 1 };
        settings.SetDefine("profile:skip", "ICC,IPTC,XMP,8BIM"); // colours stay as stored, as in the reference
        if (format == MagickFormat.Avif)
            settings.SetDefine("heic:chroma-upsampling", "bilinear"); // as libavif does, and so Pillow
        return settings;
    }

    /// <summary>
    /// Lets the JPEG decoder leave out the finest detail. libjpeg shrinks by eighths; halves are what it does fast.
    /// </summary>
    private static void Shrink(MagickReadSettings settings, int width, int height, Orientation orientation, WantedSize wanted)
    {
        const int margin = 3; // at twice the wanted size embeddings suffer (cosine 0.99), at three times they do not
        var (across, down) = orientation.Transposed ? wanted(height, width) : wanted(width, height);
        if (orientation.Transposed)
            (across, down) = (down, across);
        for (var factor = 8; factor > 1; factor /= 2)
        {
            if (width < factor * margin * across || height < factor * margin * down)
                continue;
            settings.SetDefine("jpeg:size", string.Create(CultureInfo.InvariantCulture, $"{width / factor}x{height / factor}"));
            return;
        }
    }

    /// <summary>The first frame of a GIF may cover only a part of the picture.</summary>
    private static (long Width, long Height) CanvasSize(MagickImage image, MagickFormat format) => format == MagickFormat.Gif
        ? (Math.Max(image.Width, image.Page.Width), Math.Max(image.Height, image.Page.Height))
        : (image.Width, image.Height);

    /// <summary>What a pixel takes, with what a decoder holds of the whole picture beside it.</summary>
    private static long BytesPerPixel(MagickFormat format, long channels, ReadOnlySpan<byte> head)
    {
        var pixel = Math.Max(channels, 3);
        return format switch
        {
            MagickFormat.Jp2 or MagickFormat.J2k or MagickFormat.Jxl => pixel + (sizeof(int) * pixel),
            MagickFormat.WebP when IsAnimation(head) => pixel + 12, // this frame, the one before and a copy of it
            MagickFormat.WebP => pixel + 4,
            _ => pixel,
        };

        static bool IsAnimation(ReadOnlySpan<byte> head) => head.Length > 20 && head[12..].StartsWith("VP8X"u8) && (head[20] & 2) != 0;
    }

    /// <summary>Puts a GIF's first frame where it belongs; what it leaves open is transparent, or the first colour, as in Pillow.</summary>
    private static void FillCanvas(MagickImage image, int width, int height)
    {
        if (image.Width == width && image.Height == height)
            return;
        image.BackgroundColor = image.HasAlpha ? MagickColors.Transparent : image.GetColormapColor(0) ?? MagickColors.White;
        image.Extent(new MagickGeometry(-image.Page.X, -image.Page.Y, (uint)width, (uint)height));
    }

    /// <summary>A bitmap's header says how long the file is, often wrongly, and only ImageMagick minds.</summary>
    private static ReadOnlySpan<byte> WithTrueLength(ReadOnlySpan<byte> data)
    {
        const int field = 2;
        if (BinaryPrimitives.ReadUInt32LittleEndian(data[field..]) == (uint)data.Length)
            return data;
        var corrected = data.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(corrected.AsSpan(field), (uint)data.Length);
        return corrected;
    }

    /// <summary>The fourth byte of an uncompressed 32-bit bitmap means nothing, though ImageMagick takes it for alpha.</summary>
    private static bool HasNoAlpha(ReadOnlySpan<byte> head) =>
        head.Length >= 34 && BinaryPrimitives.ReadUInt32LittleEndian(head[30..]) == 0;

    /// <summary>The number of the largest icon of an ICO file, and of the deepest among equals.</summary>
    private static int LargestIcon(ReadOnlySpan<byte> head)
    {
        const int directory = 6, entry = 16;
        var (best, bestSize) = (0, 0L);
        for (int i = 0, at = directory; i < head[4] && at + entry <= head.Length; i++, at += entry)
        {
            var depth = BinaryPrimitives.ReadUInt16LittleEndian(head[(at + 6)..]);
            var size = (Edge(head[at]) * Edge(head[at + 1]) << 16) + depth;
            if (size > bestSize)
                (best, bestSize) = (i, size);
        }

        return best;

        static long Edge(byte stored) => stored == 0 ? 256 : stored;
    }
}
