using System.Buffers.Binary;

namespace Clip.Images.Decoding.Gif;

/// <summary>The first frame of a GIF file, and the canvas around it.</summary>
internal readonly ref struct GifFrame
{
    private const int HeaderLength = 13, FrameHeaderLength = 10;
    private const byte Extension = 0x21, Separator = 0x2C, Trailer = 0x3B, Control = 0xF9;

    private GifFrame(
        ReadOnlySpan<byte> frame, (int Width, int Height) canvas, ReadOnlySpan<byte> palette, int transparent)
    {
        (X, Y, Width, Height) = (UInt16(frame, 1), UInt16(frame, 3), UInt16(frame, 5), UInt16(frame, 7));
        (CanvasWidth, CanvasHeight) = (Math.Max(canvas.Width, X + Width), Math.Max(canvas.Height, Y + Height));
        var own = Colors(frame[FrameHeaderLength..], frame[9]);
        Palette = own.IsEmpty ? palette : own;
        Transparent = transparent;
        IsInterlaced = (frame[9] & 0x40) != 0;
        Data = frame[(FrameHeaderLength + own.Length)..];
    }

    /// <summary>The width of the canvas, which contains the frame even if the file says less.</summary>
    internal int CanvasWidth { get; }

    /// <summary>The height of the canvas.</summary>
    internal int CanvasHeight { get; }

    /// <summary>The column of the frame's first pixel.</summary>
    internal int X { get; }

    /// <summary>The row of the frame's first pixel.</summary>
    internal int Y { get; }

    /// <summary>The width of the frame.</summary>
    internal int Width { get; }

    /// <summary>The height of the frame.</summary>
    internal int Height { get; }

    /// <summary>Whether the rows are stored in four passes.</summary>
    internal bool IsInterlaced { get; }

    /// <summary>Red, green and blue of each color; empty if the file has none.</summary>
    internal ReadOnlySpan<byte> Palette { get; }

    /// <summary>The index of the transparent color, or -1.</summary>
    internal int Transparent { get; }

    /// <summary>The compressed pixels: the bits of a pixel, then blocks that follow their lengths.</summary>
    internal ReadOnlySpan<byte> Data { get; }

    /// <summary>Finds the frame.</summary>
    /// <exception cref="PictureException">There is none.</exception>
    internal static GifFrame Read(PictureData picture)
    {
        var data = picture.Data;
        if (data.Length < HeaderLength)
            throw picture.CutOff();
        var palette = Colors(data[HeaderLength..], data[10]);
        var transparent = -1;
        for (var at = HeaderLength + palette.Length; at + FrameHeaderLength < data.Length;)
        {
            switch (data[at])
            {
                case Separator:
                    var frame = new GifFrame(data[at..], (UInt16(data, 6), UInt16(data, 8)), palette, transparent);
                    return frame.Data.IsEmpty ? throw picture.CutOff() : frame;
                case Extension:
                    if (data[at + 1] == Control && data[at + 2] >= 4)
                        transparent = (data[at + 3] & 1) != 0 ? data[at + 6] : -1;
                    at = AfterBlocks(data, at + 2);
                    break;
                case Trailer:
                    throw picture.Damaged("it has no frame");
                default:
                    at++; // what stands between blocks does not matter
                    break;
            }
        }

        throw picture.CutOff();
    }

    private static ReadOnlySpan<byte> Colors(ReadOnlySpan<byte> data, byte flags) =>
        (flags & 0x80) == 0 ? [] : data[..Math.Min(data.Length, 3 << ((flags & 7) + 1))];

    private static int AfterBlocks(ReadOnlySpan<byte> data, int at)
    {
        while (at < data.Length && data[at] > 0)
            at += 1 + data[at];
        return at + 1;
    }

    private static int UInt16(ReadOnlySpan<byte> data, int at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
}
