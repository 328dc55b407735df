using System.Globalization;
using ImageMagick;

namespace Clip.Benchmarks.Pictures;

/// <summary>Draws searches and their first results as one picture.</summary>
internal static class ResultSheet
{
    /// <summary>The results per search.</summary>
    public const int Columns = 3;

    private const int Margin = 10;
    private const int Width = 236;
    private const int Height = 160;
    private const int TitleHeight = 30;
    private const int LabelHeight = 22;
    private const int RowHeight = TitleHeight + Height + LabelHeight;

    /// <summary>Writes the picture; the labels need a TrueType font, DejaVu Sans or Arial.</summary>
    /// <param name="file">A JPEG to write.</param>
    /// <param name="searches">Each query with its results; paths are relative to the gallery.</param>
    public static void Draw(string file, IEnumerable<(string Query, List<(float Score, string File)> Results)> searches)
    {
        var rows = searches.ToList();
        using var sheet = new MagickImage(
            MagickColors.White, (Columns * (Width + Margin)) + Margin, (uint)((rows.Count * RowHeight) + Margin));
        foreach (var (at, (query, results)) in rows.Index())
        {
            var top = at * RowHeight;
            Write(sheet, $"clipsearch search \"{query}\"", Margin, top + 24, 15, bold: true);
            foreach (var (column, (score, path)) in results.Index())
            {
                var left = Margin + (column * (Width + Margin));
                Place(sheet, Path.Join(Checkout.Gallery, path), left, top + TitleHeight);
                var label = string.Create(CultureInfo.InvariantCulture, $"{score:0.000}  {path}");
                Write(sheet, label, left, top + TitleHeight + Height + 15, 10.5, bold: false);
            }
        }

        sheet.Quality = 85;
        sheet.Strip();
        sheet.Write(file, MagickFormat.Jpeg);
    }

    private static void Place(MagickImage sheet, string file, int left, int top)
    {
        using var tile = new MagickImage(file);
        tile.AutoOrient();
        tile.BackgroundColor = MagickColors.White;
        tile.Alpha(AlphaAction.Remove);
        tile.Resize(Width, Height);
        tile.BackgroundColor = new MagickColor("#f2f2f2");
        tile.Extent(Width, Height, Gravity.Center);
        sheet.Composite(tile, left, top, CompositeOperator.Over);
    }

    private static void Write(MagickImage sheet, string text, int left, int baseline, double size, bool bold)
    {
        var font = Fonts(bold).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("Install the font DejaVu Sans to draw labels.");
        sheet.Settings.Font = font;
        sheet.Settings.FontPointsize = size;
        sheet.Settings.FillColor = bold ? new MagickColor("#222222") : new MagickColor("#666666");
        sheet.Annotate(text, new MagickGeometry(left, baseline - (int)size, sheet.Width, 0), Gravity.Northwest);
    }

    private static IEnumerable<string> Fonts(bool bold)
    {
        yield return $"/usr/share/fonts/truetype/dejavu/DejaVuSans{(bold ? "-Bold" : "")}.ttf";
        yield return $"/System/Library/Fonts/Supplemental/Arial{(bold ? " Bold" : "")}.ttf";
        yield return Path.Join(
            Environment.GetFolderPath(Environment.SpecialFolder.Fonts), bold ? "arialbd.ttf" : "arial.ttf");
    }
}
