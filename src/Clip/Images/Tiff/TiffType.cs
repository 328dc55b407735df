namespace Clip.Images.Tiff;

/// <summary>The types of a TIFF field's values.</summary>
internal enum TiffType
{
    Byte = 1,
    Ascii = 2,
    Short = 3,
    Long = 4,
    Rational = 5,
    SByte = 6,
    Undefined = 7,
    SShort = 8,
    SLong = 9,
    SRational = 10,
    Float = 11,
    Double = 12,
    Ifd = 13,
    Long8 = 16,
    SLong8 = 17,
    Ifd8 = 18,

    /// <summary>Text in UTF-8, since Exif 3.0.</summary>
    Utf8 = 129,
}
