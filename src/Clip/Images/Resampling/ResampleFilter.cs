namespace Clip.Images.Resampling;

/// <summary>The interpolation of a resize. The numbers are Pillow's, as in <c>"resample": 3</c>.</summary>
internal enum ResampleFilter
{
    /// <summary>The source pixel under the center of the output pixel; no smoothing.</summary>
    Nearest = 0,

    /// <summary>Truncated sinc with a radius of three pixels.</summary>
    Lanczos = 1,

    /// <summary>Triangle with a radius of one pixel.</summary>
    Bilinear = 2,

    /// <summary>Cubic convolution with a = -0.5 and a radius of two pixels.</summary>
    Bicubic = 3,

    /// <summary>The mean of the covered source pixels.</summary>
    Box = 4,

    /// <summary>Hamming-windowed sinc with a radius of one pixel.</summary>
    Hamming = 5,
}
