using System.IO.Compression;

namespace Clip.Images.Decoding.Png;

/// <summary>
/// Decodes PNG, and reads what viewers and Pillow read of imperfect files: without an end chunk, with wrong checksums,
/// with rows missing at the end (black), or compressed with a larger window than declared. Stateless and thread-safe.
/// </summary>
internal sealed class PngPictureDecoder : IPictureDecoder
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.Png };

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => false;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture)
    {
        var png = PngStructure.Read(picture);
        return new PictureHeader(png.Header.Width, png.Header.Height, png.Orientation, new PngSamples(png).Channels);
    }

    /// <inheritdoc/>
    public unsafe DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        var png = PngStructure.Read(picture);
        var deadline = new DecodingDeadline(options, cancellationToken);
        var pixels = new NativePixels(
            picture, png.Header.Width, png.Header.Height, png.Header.Format(png.AddsAlpha));
        try
        {
            fixed (byte* file = picture.Data)
            {
                using var data = new PngDataStream(file, picture.Data.Length);
                // Its window is as large as can be, whatever the file declares.
                using var inflated = new ZLibStream(data, CompressionMode.Decompress);
                var rows = new PngRows(inflated, data, png.Header);
                if (png.Header.IsInterlaced)
                    ReadPasses(picture, rows, pixels, png, deadline);
                else
                    ReadRows(picture, rows, pixels, png, deadline);
                rows.Finish(picture);
            }

            return pixels.TakeOver(png.Orientation);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static void ReadRows(
        PictureData picture, PngRows rows, NativePixels pixels, PngStructure png, DecodingDeadline deadline)
    {
        var samples = new PngSamples(png);
        rows.Start(png.Header.Width);
        for (var y = 0; y < png.Header.Height; y++)
        {
            deadline.ThrowIfOver(picture, y);
            var row = rows.Next(picture);
            if (row.IsEmpty)
                return;
            samples.Convert(row, png.Header.Width, pixels.Row(y), samples.Channels);
        }
    }

    private static void ReadPasses(
        PictureData picture, PngRows rows, NativePixels pixels, PngStructure png, DecodingDeadline deadline)
    {
        var samples = new PngSamples(png);
        var (width, height) = (png.Header.Width, png.Header.Height);
        foreach (var (x, y, stepX, stepY) in Passes)
        {
            var columns = (width - x + stepX - 1) / stepX;
            if (columns <= 0)
                continue;
            rows.Start(columns);
            for (var line = y; line < height; line += stepY)
            {
                deadline.ThrowIfOver(picture, line);
                var row = rows.Next(picture);
                if (row.IsEmpty)
                    return;
                samples.Convert(row, columns, pixels.Row(line)[(x * samples.Channels)..], stepX * samples.Channels);
            }
        }
    }
}
