namespace Clip.Images.Tiff;

/// <summary>
/// The tags that are read from a TIFF structure's main and EXIF directories: TIFF 6.0, TIFF/EP, DNG, CIPA DC-008
/// (Exif 3.0), and Microsoft's XP tags. The GPS directory numbers its fields differently.
/// </summary>
internal enum TiffTag
{
    NewSubfileType = 254,
    PhotometricInterpretation = 262,
    ImageDescription = 0x010E,
    Make = 0x010F,
    Model = 0x0110,
    Orientation = 0x0112,
    DateTime = 0x0132,
    SubDirectories = 330,
    Xmp = 0x02BC,
    Iptc = 0x83BB,
    PhotoshopResources = 0x8649,
    ExifDirectory = 0x8769,
    GpsDirectory = 0x8825,
    DateTimeOriginal = 0x9003,
    DateTimeDigitized = 0x9004,
    OffsetTime = 0x9010,
    OffsetTimeOriginal = 0x9011,
    OffsetTimeDigitized = 0x9012,
    XPTitle = 0x9C9B,
    XPComment = 0x9C9C,
    XPKeywords = 0x9C9E,
    DngVersion = 50706,
}
