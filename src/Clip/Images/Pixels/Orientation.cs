namespace Clip.Images.Pixels;

/// <summary>
/// How the stored pixels must be turned to stand upright, given by the EXIF orientation (1 to 8). Pixels are never
/// rotated in memory: a resize swaps its two passes and reverses its weights instead.
/// </summary>
/// <param name="Transposed">Whether the stored rows are the columns of the upright picture.</param>
/// <param name="FlipX">Whether the upright picture's x-axis runs against the stored axis that it lies on.</param>
/// <param name="FlipY">Whether the upright picture's y-axis runs against the stored axis that it lies on.</param>
internal readonly record struct Orientation(bool Transposed, bool FlipX, bool FlipY)
{
    /// <summary>Interprets an EXIF orientation; values outside 1 to 8 count as upright.</summary>
    internal static Orientation FromExif(int value) => value switch
    {
        2 => new(false, true, false),
        3 => new(false, true, true),
        4 => new(false, false, true),
        5 => new(true, false, false),
        6 => new(true, true, false),
        7 => new(true, true, true),
        8 => new(true, false, true),
        _ => default,
    };
}
