using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace Clip;

/// <summary>The orientation that ImageSharp found in a picture.</summary>
internal static class Orientations
{
    /// <summary>The EXIF orientation, 1 (upright) where there is none.</summary>
    public static int Of(ExifProfile? profile) => profile?.GetValue(ExifTag.Orientation)?.Value ?? 1;
}
