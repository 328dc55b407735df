namespace Clip;

/// <summary>The file formats of pictures, told apart by content.</summary>
public enum PictureKind
{
    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG and APNG.</summary>
    Png,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>TIFF with 32-bit offsets.</summary>
    Tiff,

    /// <summary>TIFF with 64-bit offsets (BigTIFF).</summary>
    BigTiff,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>HEIC and other HEIF pictures without AV1.</summary>
    Heic,

    /// <summary>AVIF.</summary>
    Avif,

    /// <summary>JPEG XL, as a bare code stream or in a container.</summary>
    JpegXl,

    /// <summary>JPEG 2000 in its container (JP2).</summary>
    Jpeg2000,

    /// <summary>JPEG 2000 as a bare code stream.</summary>
    Jpeg2000CodeStream,

    /// <summary>Portable bitmap, graymap or pixmap (PBM, PGM, PPM), binary or plain text.</summary>
    PortableAnyMap,

    /// <summary>Portable arbitrary map (PAM).</summary>
    PortableArbitraryMap,

    /// <summary>Portable floatmap (PFM).</summary>
    PortableFloatMap,

    /// <summary>Windows icon.</summary>
    Icon,

    /// <summary>Photoshop document (PSD, PSB).</summary>
    Photoshop,

    /// <summary>A camera's raw file: DNG, CR2, CR3, NEF, ARW, RAF, ORF, RW2 and the like.</summary>
    CameraRaw,
}

/// <summary>Names of picture kinds in messages.</summary>
internal static class PictureKindNames
{
    /// <summary>All formats that are recognized.</summary>
    internal const string All =
        "JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC, AVIF, JPEG XL, JPEG 2000, PNM, ICO, PSD and camera RAW";

    /// <summary>The name of one format.</summary>
    internal static string Of(PictureKind kind) => kind switch
    {
        PictureKind.WebP => "WebP",
        PictureKind.BigTiff => "TIFF",
        PictureKind.JpegXl => "JPEG XL",
        PictureKind.Jpeg2000 or PictureKind.Jpeg2000CodeStream => "JPEG 2000",
        PictureKind.PortableAnyMap => "PNM",
        PictureKind.PortableArbitraryMap => "PAM",
        PictureKind.PortableFloatMap => "PFM",
        PictureKind.Icon => "ICO",
        PictureKind.Photoshop => "PSD",
        PictureKind.CameraRaw => "camera RAW",
        _ => kind.ToString().ToUpperInvariant(), // JPEG, PNG, GIF, TIFF, BMP, HEIC, AVIF
    };
}
