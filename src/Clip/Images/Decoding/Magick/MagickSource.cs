using Clip.Images.Decoding.Heif;
using Clip.Images.Decoding.Jpeg2000;

namespace Clip.Images.Decoding.Magick;

/// <summary>
/// What ImageMagick gets to decode for a picture: the file, or the part of it that counts, where ImageMagick would look
/// at more, refuse it, or understand it differently.
/// </summary>
internal readonly ref struct MagickSource
{
    private MagickSource(ReadOnlySpan<byte> data) => Data = data;

    private MagickSource(HeifSource source)
    {
        Data = source.Data;
        (IsLimited, Range) = (source.IsLimited, source.Range);
        IsPremultiplied = source.IsPremultiplied;
    }

    private MagickSource(Jpeg2000Source source)
    {
        Data = source.Data;
        HasInks = source.HasInks;
        Start = source.Start;
        Kind = source.IsContainer ? PictureKind.Jpeg2000 : PictureKind.Jpeg2000CodeStream;
    }

    /// <summary>The kind of the data, if it is another than the file's.</summary>
    internal PictureKind? Kind { get; }

    /// <summary>Whether red, green, blue and alpha are cyan, magenta, yellow and black.</summary>
    internal bool HasInks { get; }

    /// <summary>Where the area to decode starts.</summary>
    internal (uint Left, uint Top) Start { get; }

    /// <summary>The bytes to decode.</summary>
    internal ReadOnlySpan<byte> Data { get; private init; }

    /// <summary>Whether the channels after the colors have no meaning.</summary>
    internal bool IgnoresAlpha { get; private init; }

    /// <summary>Whether the pixels must be expanded to the full range of colors.</summary>
    internal bool IsLimited { get; }

    /// <summary>Whether colors were multiplied with alpha.</summary>
    internal bool IsPremultiplied { get; }

    /// <summary>How the pixels must be expanded.</summary>
    internal LimitedRange? Range { get; }

    /// <summary>The animation of which the data is the first frame.</summary>
    internal WebPFrame Frame { get; private init; }

    /// <summary>Whether the data is a frame of an animation.</summary>
    internal bool IsFrame { get; private init; }

    /// <summary>Prepares a picture.</summary>
    internal static MagickSource Of(PictureData picture) => picture.Kind switch
    {
        PictureKind.Photoshop => PhotoshopFile.TryTakeMerged(picture.Data, out var merged)
            ? new MagickSource(merged) { IgnoresAlpha = true }
            : new MagickSource(picture.Data),
        PictureKind.Jpeg2000 or PictureKind.Jpeg2000CodeStream => new MagickSource(Jpeg2000Source.Of(picture)),
        PictureKind.Heic or PictureKind.Avif => new MagickSource(HeifSource.Of(picture)),
        PictureKind.WebP when WebPFrame.TryRead(picture.Data, out var frame) => new MagickSource(frame.Still)
        {
            Frame = frame,
            IsFrame = true,
        },
        _ => new MagickSource(picture.Data),
    };
}
