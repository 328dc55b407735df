using System.Collections.Frozen;
using ImageMagick;

namespace Clip.Images.Decoding.Magick;

/// <summary>ImageMagick's name for each kind that it decodes here. It never recognizes formats itself.</summary>
internal static class MagickFormats
{
    private static readonly FrozenDictionary<PictureKind, MagickFormat> Formats =
        new Dictionary<PictureKind, MagickFormat>
        {
            [PictureKind.Jpeg] = MagickFormat.Jpeg,
            [PictureKind.WebP] = MagickFormat.WebP,
            [PictureKind.Tiff] = MagickFormat.Tiff,
            [PictureKind.BigTiff] = MagickFormat.Tiff64,
            [PictureKind.Heic] = MagickFormat.Heic,
            [PictureKind.Avif] = MagickFormat.Avif,
            [PictureKind.JpegXl] = MagickFormat.Jxl,
            [PictureKind.Jpeg2000] = MagickFormat.Jp2,
            [PictureKind.Jpeg2000CodeStream] = MagickFormat.J2k,
            [PictureKind.PortableArbitraryMap] = MagickFormat.Pam,
            [PictureKind.Photoshop] = MagickFormat.Psd,
            [PictureKind.CameraRaw] = MagickFormat.Dng, // one decoder for all raw files, which inspects the content
        }.ToFrozenDictionary();

    /// <summary>The kinds that ImageMagick decodes.</summary>
    internal static IReadOnlySet<PictureKind> Kinds { get; } = Formats.Keys.ToFrozenSet();

    /// <summary>The format that a kind is decoded as.</summary>
    internal static MagickFormat Of(PictureKind kind) => Formats[kind];
}
