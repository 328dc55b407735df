using System.Buffers.Binary;
using Clip.Images.Containers;

namespace Clip.Images.Decoding.Magick;

/// <summary>
/// The first frame of a WebP animation as a still picture. ImageMagick decodes all frames before it gives the first
/// one, and refuses animations of many frames.
/// </summary>
internal readonly ref struct WebPFrame
{
    private const int HeaderLength = 12;
    private const int FrameHeaderLength = 16;
    private const byte AlphaFlag = 0x10;
    private const byte AnimationFlag = 0x02;

    private WebPFrame(ReadOnlySpan<byte> canvas, ReadOnlySpan<byte> frame)
    {
        (CanvasWidth, CanvasHeight) = (1 + UInt24(canvas[4..]), 1 + UInt24(canvas[7..]));
        CanvasHasAlpha = (canvas[0] & AlphaFlag) != 0;
        (X, Y) = (2 * UInt24(frame), 2 * UInt24(frame[3..]));
        Still = MakeStill(frame[6..12], frame[FrameHeaderLength..]);
    }

    /// <summary>The frame as a file.</summary>
    internal ReadOnlySpan<byte> Still { get; }

    /// <summary>The width of the animation.</summary>
    internal int CanvasWidth { get; }

    /// <summary>The height of the animation.</summary>
    internal int CanvasHeight { get; }

    /// <summary>Whether what the frame does not cover is transparent; otherwise it is black, as in Pillow.</summary>
    internal bool CanvasHasAlpha { get; }

    /// <summary>Where the frame lies on the canvas.</summary>
    internal int X { get; }

    /// <summary>Where the frame lies on the canvas.</summary>
    internal int Y { get; }

    /// <summary>Finds the first frame.</summary>
    /// <returns>False if the file is no animation.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> data, out WebPFrame frame)
    {
        frame = default;
        ReadOnlySpan<byte> canvas = [];
        var chunks = new RiffChunks(data[Math.Min(HeaderLength, data.Length)..]);
        while (chunks.MoveNext())
        {
            if (chunks.Type.SequenceEqual("VP8X"u8) && chunks.Content.Length >= 10)
                canvas = chunks.Content;
            if (canvas.IsEmpty || (canvas[0] & AnimationFlag) == 0)
                return false;
            if (chunks.Type.SequenceEqual("ANMF"u8) && chunks.Content.Length > FrameHeaderLength)
            {
                frame = new WebPFrame(canvas, chunks.Content);
                return true;
            }
        }

        return false;
    }

    /// <summary>Alpha beside lossy colors takes an extended header; every other frame is a file as it is.</summary>
    private static byte[] MakeStill(ReadOnlySpan<byte> size, ReadOnlySpan<byte> chunks)
    {
        var hasAlpha = chunks.StartsWith("ALPH"u8);
        var extended = hasAlpha ? 18 : 0;
        var still = new byte[HeaderLength + extended + chunks.Length];
        "RIFF"u8.CopyTo(still);
        BinaryPrimitives.WriteInt32LittleEndian(still.AsSpan(4), still.Length - 8);
        "WEBP"u8.CopyTo(still.AsSpan(8));
        if (hasAlpha)
        {
            var header = still.AsSpan(HeaderLength, extended);
            "VP8X"u8.CopyTo(header);
            (header[4], header[8]) = (10, AlphaFlag);
            size.CopyTo(header[12..]);
        }

        chunks.CopyTo(still.AsSpan(HeaderLength + extended));
        return still;
    }

    private static int UInt24(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);
}
