namespace Clip;

/// <summary>
/// Where the captions of a picture's file come from; each origin's are kept apart, and shown in this order.
/// </summary>
public enum CaptionOrigin
{
    /// <summary>A caption file.</summary>
    Given = 0,

    /// <summary>A text file beside the picture.</summary>
    Beside = 1,

    /// <summary>The picture's own metadata: EXIF, XMP or IPTC in its file or in an XMP sidecar.</summary>
    Embedded = 2,
}
