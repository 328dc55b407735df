using Clip.Images.Thumbnails;

namespace Clip.Cli.Screen;

/// <summary>A picture on the screen.</summary>
/// <param name="Key">Identifies the picture at this size.</param>
/// <param name="X">The first column, from 0.</param>
/// <param name="Y">The first line, from 0.</param>
/// <param name="Columns">The columns that it covers.</param>
/// <param name="Lines">The lines that it covers.</param>
/// <param name="Pixels">The picture.</param>
internal sealed record PicturePlacement(string Key, int X, int Y, int Columns, int Lines, RgbPixels Pixels);
