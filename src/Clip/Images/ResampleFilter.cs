namespace Clip.Images;

/// <summary>The interpolation that shrinks or enlarges a picture. The numbers are Pillow's, as in <c>"resample": 3</c>.</summary>
public enum ResampleFilter
{
    /// <summary>The source pixel under the centre of the output pixel; no smoothing.</summary>
    Nearest = 0,

    /// <summary>Truncated sinc over three pixels each way.</summary>
    Lanczos = 1,

    /// <summary>Triangle over one pixel each way.</summary>
    Bilinear = 2,

    /// <summary>Cubic convolution with a = -0.5 over two pixels each way.</summary>
    Bicubic = 3,

    /// <summary>The mean of the source pixels covered.</summary>
    Box = 4,

    /// <summary>Hamming-windowed sinc over one pixel each way.</summary>
    Hamming = 5,
}
