namespace Clip.Metadata;

/// <summary>
/// The sources of a picture's date, in the order of precedence of the Metadata Working Group (Guidelines 2.0, 5.5):
/// when it was taken, then when it was digitized; EXIF before XMP before IPTC.
/// </summary>
internal enum DateSource
{
    ExifOriginal,
    XmpExifOriginal,

    /// <summary>IPTC that was changed after the XMP was written.</summary>
    IptcChangedCreated,
    XmpCreated,
    IptcCreated,
    PngCreated,

    ExifDigitized,
    XmpExifDigitized,
    XmpDigitized,
    IptcDigitized,

    ExifChanged,
}

/// <summary>What a date is the date of. The numbers are stored in the index; a lower one takes precedence.</summary>
internal enum DateKind
{
    /// <summary>The picture was taken.</summary>
    Taken = 0,

    /// <summary>It was digitized.</summary>
    Digitized = 1,

    /// <summary>Its file was changed.</summary>
    Changed = 2,
}
