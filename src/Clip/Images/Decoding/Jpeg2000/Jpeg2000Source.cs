using System.Buffers.Binary;
using Clip.Images.Containers;

namespace Clip.Images.Decoding.Jpeg2000;

/// <summary>
/// A JPEG 2000 file as ImageMagick gets it: in a container that says what the components mean, where the file leaves
/// that to their number. As in Pillow, the second of two and the fourth of four are alpha, unless the four are inks,
/// and a code stream whose chroma is coarser than its luma has the colors of JPEG.
/// </summary>
internal readonly ref struct Jpeg2000Source
{
    private const uint Rgb = 16;
    private const uint Gray = 17;
    private const uint LumaChroma = 18;
    private const uint Cmyk = 12;

    private Jpeg2000Source(ReadOnlySpan<byte> data) => Data = data;

    /// <summary>The bytes to decode.</summary>
    internal ReadOnlySpan<byte> Data { get; private init; }

    /// <summary>Whether the data is in a container.</summary>
    internal bool IsContainer { get; private init; }

    /// <summary>Whether red, green, blue and alpha are cyan, magenta, yellow and black.</summary>
    internal bool HasInks { get; private init; }

    /// <summary>
    /// Where the picture starts on its reference grid. ImageMagick decodes an area that starts at the corner of the
    /// grid unless it is told another.
    /// </summary>
    internal (uint Left, uint Top) Start { get; private init; }

    /// <summary>Prepares a file.</summary>
    internal static Jpeg2000Source Of(PictureData picture)
    {
        var isContainer = picture.Kind == PictureKind.Jpeg2000;
        var codeStream = picture.Data;
        var (declared, isDefined) = (0u, false);
        if (isContainer)
            isDefined = !TryOpen(picture.Data, out codeStream, out declared);
        if (!Jpeg2000Size.TryRead(codeStream, out var size))
            return new Jpeg2000Source(picture.Data) { IsContainer = isContainer };
        uint? colors = size.Components switch
        {
            _ when isDefined => null,
            2 => Gray,
            4 => declared == LumaChroma ? LumaChroma : Rgb,
            3 when !isContainer && size.HasCoarseChroma => LumaChroma,
            _ => null,
        };
        return colors is not { } known
            ? new Jpeg2000Source(picture.Data) { IsContainer = isContainer, Start = (size.Left, size.Top) }
            : new Jpeg2000Source(Wrap(codeStream, size, known))
            {
                IsContainer = true,
                Start = (size.Left, size.Top),
                HasInks = declared == Cmyk && size.Components == 4,
            };
    }

    /// <summary>Finds the code stream of a container.</summary>
    /// <returns>False where the container says what the components mean, or has no code stream.</returns>
    private static bool TryOpen(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> codeStream, out uint declared)
    {
        codeStream = [];
        declared = 0;
        var isDefined = false;
        var boxes = new IsoBoxes(data, 0, data.Length);
        while (boxes.MoveNext())
        {
            if (boxes.Is("jp2c"u8))
            {
                codeStream = boxes.Content;
                return !isDefined;
            }

            if (!boxes.Is("jp2h"u8))
                continue;
            var header = new IsoBoxes(data, boxes.Start, boxes.End);
            while (header.MoveNext())
            {
                isDefined |= header.Is("cdef"u8) || header.Is("pclr"u8);
                if (header.Is("colr"u8) && declared == 0)
                    declared = Colors(header.Content);
            }
        }

        return false;
    }

    private static uint Colors(ReadOnlySpan<byte> color)
    {
        const int enumerated = 1, profileColors = 3 + 16;
        if (color.Length >= 7 && color[0] == enumerated)
            return BinaryPrimitives.ReadUInt32BigEndian(color[3..]);
        return color.Length >= profileColors + 4 && color[profileColors..].StartsWith("CMYK"u8) ? Cmyk : 0;
    }

    private static byte[] Wrap(ReadOnlySpan<byte> codeStream, Jpeg2000Size size, uint colors)
    {
        var channels = size.Components;
        var hasAlpha = channels != 3;
        var box = new MemoryStream(codeStream.Length + 128);
        Write(box, 12, "jP  "u8, [0x0D, 0x0A, 0x87, 0x0A]);
        Write(box, 20, "ftyp"u8, "jp2 \0\0\0\0jp2 "u8);
        var definitions = hasAlpha ? 10 + (6 * channels) : 0;
        Write(box, 8 + 22 + 15 + definitions, "jp2h"u8, []);
        Write(box, 22, "ihdr"u8, []);
        Number(box, size.Height, 4);
        Number(box, size.Width, 4);
        Number(box, (uint)channels, 2);
        box.Write([size.Depth, 7, 0, 0]);
        Write(box, 15, "colr"u8, [1, 0, 0]);
        Number(box, colors, 4);
        if (hasAlpha)
        {
            Write(box, definitions, "cdef"u8, []);
            Number(box, (uint)channels, 2);
            for (var channel = 0u; channel < channels; channel++)
            {
                var isAlpha = channel == channels - 1;
                Number(box, channel, 2);
                Number(box, isAlpha ? 1u : 0, 2);
                Number(box, isAlpha ? 0 : channel + 1, 2);
            }
        }

        Write(box, 8 + codeStream.Length, "jp2c"u8, codeStream);
        return box.ToArray();
    }

    private static void Write(MemoryStream box, long length, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Number(box, (uint)length, 4);
        box.Write(type);
        box.Write(content);
    }

    private static void Number(MemoryStream box, uint value, int size)
    {
        for (var shift = 8 * (size - 1); shift >= 0; shift -= 8)
            box.WriteByte((byte)(value >> shift));
    }
}
