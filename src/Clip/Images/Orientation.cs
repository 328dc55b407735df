namespace Clip.Images;

/// <summary>
/// How the stored pixels must be turned to stand upright, decided by the EXIF orientation (1 to 8). The picture is never
/// turned in memory: a resize swaps its two passes and runs its weights backwards instead.
/// </summary>
/// <param name="Transposed">Whether the stored rows are the upright picture's columns.</param>
/// <param name="FlipX">Whether the upright picture's horizontal axis runs against the stored one it lies on.</param>
/// <param name="FlipY">Whether the upright picture's vertical axis runs against the stored one it lies on.</param>
internal readonly record struct Orientation(bool Transposed, bool FlipX, bool FlipY)
{
    /// <summary>What to do for an EXIF orientation; anything outside 1 to 8 counts as upright.</summary>
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
