using System.Collections.Frozen;

namespace Clip.Metadata;

/// <summary>Default texts that cameras and programs write into caption fields.</summary>
internal static class Boilerplate
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "OLYMPUS DIGITAL CAMERA", "MINOLTA DIGITAL CAMERA", "KONICA MINOLTA DIGITAL CAMERA", "SAMSUNG DIGITAL CAMERA",
        "PENTAX DIGITAL CAMERA", "NIKON DIGITAL CAMERA", "FUJIFILM DIGITAL CAMERA", "KODAK Digital Still Camera",
        "VIVITAR DIGITAL CAMERA", "CASIO DIGITAL CAMERA", "PANASONIC DIGITAL CAMERA", "SAMSUNG CAMERA PICTURES",
        "Digital Camera", "Digital Still Camera", "Camera", "SONY DSC", "DCIM", "DSC", "DCF", "Exif_JPEG_PICTURE",
        "Exif JPEG", "CASIO COMPUTER CO.,LTD", "LEAD Technologies Inc. V1.01", "ASCII", "default", "untitled",
        "image description", "description", "title", "Jpeg", "Photo", "Picture", "Image", "User comments",
        "binary comment",
        // Camera modes of some phones.
        "btf", "cof", "dav", "edf", "hdr", "hdrpl", "mde", "nor", "oznor", "oznorWO", "ptr", "ptfbty", "qrf", "rbt",
        "rhdr", "rptn", "sdr",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a text was probably not written by a person.</summary>
    /// <param name="text">The normalized text.</param>
    /// <param name="make">The camera's maker, as stored in the file.</param>
    /// <param name="model">The camera's model, as stored in the file.</param>
    public static bool Is(string text, string? make, string? model) =>
        Known.Contains(text)
        || string.Equals(text, make, StringComparison.OrdinalIgnoreCase)
        || string.Equals(text, model, StringComparison.OrdinalIgnoreCase)
        || !text.Any(char.IsLetter)
        || (!text.Contains(' ') && text.Contains('_') && text.Any(char.IsAsciiDigit)); // IMG_1234, DSC_0012.JPG
}
