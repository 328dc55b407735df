namespace Clip;

/// <summary>The meaning of a pixel's channels, 8 bits each. Channels beyond those named are ignored.</summary>
public enum PixelFormat
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Red, green, blue, alpha; not premultiplied.</summary>
    Rgba,

    /// <summary>Gray.</summary>
    Gray,

    /// <summary>Gray, alpha; not premultiplied.</summary>
    GrayAlpha,

    /// <summary>Cyan, magenta, yellow, black; 255 is full ink.</summary>
    Cmyk,

    /// <summary>Cyan, magenta, yellow, black, alpha; 255 is full ink.</summary>
    CmykAlpha,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>Blue, green, red, alpha; not premultiplied.</summary>
    Bgra,
}
