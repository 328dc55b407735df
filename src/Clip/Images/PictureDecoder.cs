using System.Diagnostics;
using System.Globalization;
using ImageMagick;

namespace Clip.Images;

/// <summary>Decodes untrusted files with ImageMagick, inside limits that are checked before any pixel is decoded.</summary>
internal static class PictureDecoder
{
    /// <summary>The size that is wanted of a picture, so that a JPEG decoder may shrink it.</summary>
    internal delegate (long Width, long Height) WantedSize(int width, int height);

    static PictureDecoder()
    {
        // Process-wide, and beside the limits of each picture: never spill pixels to disk, never start threads of its
        // own (pictures are decoded in parallel), and refuse what no picture here can be.
        ResourceLimits.Disk = 0;
        ResourceLimits.Thread = 1;
        ResourceLimits.Area = 1UL << 31;
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
            throw new PictureException(name, "is empty (0 bytes)", "copy or download it again");
        var head = data[..Math.Min(data.Length, PictureFormat.HeadLength)];
        if (PictureFormat.Sniff(head) is not { } format)
        {
            var (what, remedy) = PictureFormat.Describe(head);
            throw new PictureException(name, $"is not a picture but {what}", remedy);
        }

        var settings = new MagickReadSettings { Format = format, FrameIndex = 0, FrameCount = 1 };
        settings.SetDefine("profile:skip", "ICC,IPTC,XMP,8BIM"); // colours stay as stored, as in the reference
        var image = new MagickImage();
        try
        {
            var warnings = new List<string>();
            image.Warning += (_, e) => warnings.Add(e.Message);
            image.Ping(data, settings);
            var (width, height) = ((int)image.Width, (int)image.Height);
            CheckSize(image, name, limits);
            if (wanted is not null && format == MagickFormat.Jpeg)
                Shrink(settings, image, wanted);

            warnings.Clear();
            using var watch = new Watch(image, limits.MaxTime, cancellation);
            try
            {
                image.Read(data, settings);
            }
            catch (MagickException) when (watch.Stopped)
            {
                cancellation.ThrowIfCancellationRequested();
                throw new PictureException(
                    name, string.Create(CultureInfo.InvariantCulture, $"took more than {limits.MaxTime.TotalSeconds:0.#} s to decode"), "raise the time limit if you trust it");
            }

            return Picture.FromDecoded(image, width, height);
        }
        catch (MagickException e)
        {
            image.Dispose();
            throw new PictureException(name, $"{e.Message}", "", e);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static void CheckSize(MagickImage image, string name, PictureLimits limits)
    {
        long width = image.Width;
        long height = image.Height;
        var size = string.Create(CultureInfo.InvariantCulture, $"{width} × {height} pixels");
        if (width * height > limits.MaxPixels)
            throw new PictureException(name, string.Create(CultureInfo.InvariantCulture, $"is too large: {size}, {width * height / 1e6:0} megapixels of {limits.MaxPixels / 1e6:0.###} allowed"), "shrink it first");
        if (Math.Max(width, height) > limits.MaxEdge)
            throw new PictureException(name, string.Create(CultureInfo.InvariantCulture, $"is too long: {size}, {limits.MaxEdge} allowed"), "shrink or cut it first");
        if (width * height * image.ChannelCount > limits.MaxDecodedBytes)
            throw new PictureException(name, string.Create(CultureInfo.InvariantCulture, $"takes too much memory: {size} in {image.ChannelCount} channels, {limits.MaxDecodedBytes >> 20} MiB allowed"), "shrink it first");
    }

    /// <summary>
    /// Lets the JPEG decoder leave out the finest detail. libjpeg shrinks by eighths; the powers of two are the ones
    /// it does fast.
    /// </summary>
    private static void Shrink(MagickReadSettings settings, MagickImage image, WantedSize wanted)
    {
        const int margin = 3;
        var (width, height) = ((long)image.Width, (long)image.Height);
        var transposed = Orientation.FromExif((int)image.Orientation).Transposed;
        var (wantedWidth, wantedHeight) = transposed ? wanted((int)height, (int)width) : wanted((int)width, (int)height);
        if (transposed)
            (wantedWidth, wantedHeight) = (wantedHeight, wantedWidth);
        for (var factor = 8; factor > 1; factor /= 2)
        {
            if (width < factor * margin * wantedWidth || height < factor * margin * wantedHeight)
                continue;
            settings.SetDefine("jpeg:size", string.Create(CultureInfo.InvariantCulture, $"{width / factor}x{height / factor}"));
            return;
        }
    }

    /// <summary>Stops a decoder that takes too long or is no longer wanted, at the next row that it reports.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly MagickImage _image;
        private readonly long _started = Stopwatch.GetTimestamp();
        private readonly TimeSpan _limit;
        private readonly CancellationToken _cancellation;

        internal Watch(MagickImage image, TimeSpan limit, CancellationToken cancellation)
        {
            (_image, _limit, _cancellation) = (image, limit, cancellation);
            _image.Progress += Look;
        }

        internal bool Stopped { get; private set; }

        public void Dispose() => _image.Progress -= Look;

        private void Look(object? sender, ProgressEventArgs e)
        {
            if (_cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(_started) > _limit)
                e.Cancel = Stopped = true;
        }
    }
}
