namespace Clip.Images.Decoding.Magick;

/// <summary>
/// What ImageMagick gets to decode for a picture: the file, or the part of it that counts, where ImageMagick would look
/// at more, refuse it, or understand it differently.
/// </summary>
internal readonly ref struct MagickSource
{
    private MagickSource(ReadOnlySpan<byte> data) => Data = data;

    /// <summary>The bytes to decode.</summary>
    internal ReadOnlySpan<byte> Data { get; private init; }

    /// <summary>Whether the channels after the colors have no meaning.</summary>
    internal bool IgnoresAlpha { get; private init; }

    /// <summary>The animation of which the data is the first frame.</summary>
    internal WebPFrame Frame { get; private init; }

    /// <summary>Whether the data is a frame of an animation.</summary>
    internal bool IsFrame { get; private init; }

    /// <summary>Prepares a picture.</summary>
    internal static MagickSource Of(PictureData picture) => picture.Kind switch
    {
        PictureKind.Icon => new MagickSource(IconFile.Largest(picture.Data)),
        PictureKind.Photoshop => new MagickSource(PhotoshopFile.WithoutLayers(picture.Data))
        {
            IgnoresAlpha = PhotoshopFile.HasNoAlpha(picture.Data),
        },
        PictureKind.WebP when WebPFrame.TryRead(picture.Data, out var frame) => new MagickSource(frame.Still)
        {
            Frame = frame,
            IsFrame = true,
        },
        _ => new MagickSource(picture.Data),
    };
}
