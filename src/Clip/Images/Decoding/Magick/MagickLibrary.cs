using ImageMagick;

namespace Clip.Images.Decoding.Magick;

/// <summary>ImageMagick's native library, which is loaded and configured when the first picture is decoded.</summary>
internal static class MagickLibrary
{
    /// <summary>The frames, pages or layers that one file may have where all of them must be read.</summary>
    internal const int MostFrames = 1024;

    /// <summary>
    /// Sets limits for the whole process, in addition to the limits of each picture: pixels are never swapped to disk,
    /// the library starts no threads (pictures are decoded in parallel), and nothing may be larger than the largest
    /// picture that is allowed.
    /// </summary>
    static MagickLibrary()
    {
        SystemCppRuntime.LoadFirst();
        ResourceLimits.Disk = 0;
        ResourceLimits.Thread = 1;
        ResourceLimits.Area = 1UL << 31;
        ResourceLimits.Width = ResourceLimits.Height = PictureLimits.LargestEdge;
        ResourceLimits.MaxMemoryRequest = 1UL << 32;
        ResourceLimits.ListLength = MostFrames;
        ResourceLimits.MaxProfileSize = 32UL << 20;
    }

    /// <summary>Creates an image that is subject to the limits.</summary>
    internal static MagickImage CreateImage() => new();
}
