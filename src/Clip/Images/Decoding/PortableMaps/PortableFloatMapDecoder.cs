using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Clip.Images.Decoding.PortableMaps;

/// <summary>
/// Decodes portable floatmaps (PFM): rows from the bottom up, whose order of bytes is the sign of a number in the
/// header. What that number means differs between programs, so that the samples tell their range themselves. Stateless
/// and thread-safe.
/// </summary>
internal sealed class PortableFloatMapDecoder : IPictureDecoder
{
    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.PortableFloatMap };

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => false;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture)
    {
        var map = Header.Read(picture);
        return new PictureHeader(map.Width, map.Height, 0, map.Channels);
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        var map = Header.Read(picture);
        var stride = (long)map.Width * map.Channels * sizeof(float);
        if (picture.Data.Length - map.Start < stride * map.Height)
            throw picture.CutOff();
        var samples = picture.Data.Slice(map.Start, (int)(stride * map.Height));
        var deadline = new DecodingDeadline(options, cancellationToken);
        var range = new FloatRange();
        for (var at = 0; at < samples.Length; at += sizeof(float))
        {
            if ((at & 0xFFFFF) == 0)
                deadline.ThrowIfOver(picture);
            range.Add(map.Sample(samples[at..]));
        }

        var scale = range.Scale;
        var pixels = new NativePixels(
            picture, map.Width, map.Height, map.Channels == 3 ? PixelFormat.Rgb : PixelFormat.Gray);
        try
        {
            for (var y = 0; y < map.Height; y++)
            {
                deadline.ThrowIfOver(picture, y);
                var row = samples[(int)((map.Height - 1 - y) * stride)..];
                foreach (ref var target in pixels.Row(y))
                {
                    target = FloatRange.ToByte(map.Sample(row) * scale);
                    row = row[sizeof(float)..];
                }
            }

            return pixels.TakeOver(exifOrientation: 0);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>The header: PF or Pf, the size, and the number whose sign counts.</summary>
    private readonly record struct Header(int Width, int Height, int Channels, bool IsLittleEndian, int Start)
    {
        private const int LongestNumber = 64;

        internal static Header Read(PictureData picture)
        {
            var words = new PortableMapWords(picture.Data[2..]);
            if (!words.TryNext(out var width) || !words.TryNext(out var height) || width == 0 || height == 0)
                throw picture.Damaged("no header");
            var rest = picture.Data[(2 + words.Position)..];
            var number = rest.TrimStart(" \t\r\n"u8);
            var length = number[..Math.Min(number.Length, LongestNumber)].IndexOfAny(" \t\r\n"u8);
            if (length < 0 || !double.TryParse(
                Encoding.ASCII.GetString(number[..length]), NumberStyles.Float, CultureInfo.InvariantCulture,
                out var scale))
                throw picture.Damaged("no header");
            var start = picture.Data.Length - number.Length + length + 1; // one white space ends the header
            return new Header(width, height, picture.Data[1] == 'F' ? 3 : 1, scale < 0, start);
        }

        internal double Sample(ReadOnlySpan<byte> data) => IsLittleEndian
            ? BinaryPrimitives.ReadSingleLittleEndian(data)
            : BinaryPrimitives.ReadSingleBigEndian(data);
    }
}
