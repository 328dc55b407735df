using System.Globalization;
using ImageMagick;

namespace Clip.Images.Thumbnails;

/// <summary>Digits of 3 × 5 dots, for sheets on systems without a font.</summary>
internal static class SheetDigits
{
    private const int Dot = 2;
    private const int Columns = 3;
    private const int Rows = 5;

    /// <summary>The rows of each digit from the top, three dots each.</summary>
    private static readonly ushort[] Glyphs =
    [
        0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111,
        0b101_101_111_001_001, 0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_001_010_010,
        0b111_101_111_101_111, 0b111_101_111_001_111,
    ];

    /// <summary>Draws a number.</summary>
    public static void Draw(MagickImage sheet, int number, int left, int top, MagickColor ink)
    {
        foreach (var digit in number.ToString(CultureInfo.InvariantCulture))
        {
            var glyph = Glyphs[digit - '0'];
            for (var dot = 0; dot < Columns * Rows; dot++)
            {
                if ((glyph >> (Columns * Rows - 1 - dot) & 1) == 0)
                    continue;
                using var point = new MagickImage(ink, Dot, Dot);
                sheet.Composite(
                    point, left + (dot % Columns * Dot), top + (dot / Columns * Dot), CompositeOperator.Copy);
            }
            left += (Columns + 1) * Dot;
        }
    }
}
