namespace Clip.Images.Resampling;

/// <summary>
/// The position of a resized picture on its output. The output may be smaller (a crop) or larger (padding).
/// </summary>
/// <param name="ResizedWidth">Width of the whole picture after the resize, before the crop.</param>
/// <param name="ResizedHeight">Height of the whole picture after the resize, before the crop.</param>
/// <param name="Width">Width of the output.</param>
/// <param name="Height">Height of the output.</param>
/// <param name="Left">
/// The resized picture's column that is the output's first; negative if the output is padded.
/// </param>
/// <param name="Top">The resized picture's row that is the output's first; negative if the output is padded.</param>
internal readonly record struct Placement(
    long ResizedWidth, long ResizedHeight, int Width, int Height, long Left, long Top)
{
    /// <summary>The output columns that show the picture.</summary>
    internal (int Start, int Length) Columns => Visible(Left, ResizedWidth, Width);

    /// <summary>The output rows that show the picture.</summary>
    internal (int Start, int Length) Rows => Visible(Top, ResizedHeight, Height);

    /// <summary>Whether a part of the output does not show the picture.</summary>
    internal bool IsPadded => Columns.Length < Width || Rows.Length < Height;

    private static (int Start, int Length) Visible(long offset, long resized, int size)
    {
        var start = Math.Clamp(-offset, 0, size);
        var end = Math.Clamp(resized - offset, start, size);
        return ((int)start, (int)(end - start));
    }
}
