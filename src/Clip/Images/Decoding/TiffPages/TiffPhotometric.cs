namespace Clip.Images.Decoding.TiffPages;

/// <summary>What the samples of a TIFF page mean.</summary>
internal static class TiffPhotometric
{
    internal const int WhiteIsZero = 0;
    internal const int BlackIsZero = 1;
    internal const int Rgb = 2;
    internal const int Palette = 3;
    internal const int Cmyk = 5;
    internal const int CieLab = 8; // a and b are signed
    internal const int IccLab = 9; // a and b are shifted
}

/// <summary>The kinds of numbers that samples are.</summary>
internal enum TiffSampleFormat
{
    Unsigned = 1,
    Signed = 2,
    Float = 3,
    Undefined = 4,
}
