using System.Globalization;
using Clip.Cli.Output;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>Writes an answer as one picture with rank, score and name below each result.</summary>
internal static class SheetFile
{
    /// <param name="path">The JPEG file.</param>
    /// <param name="pictures">The results in their order, at least one.</param>
    /// <param name="terminal">Where errors and remarks go.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <exception cref="ClipException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<ShownPicture> pictures, Terminal terminal, CancellationToken cancellationToken)
    {
        if (pictures.Count > ContactSheet.MostTiles)
            terminal.Warn($"{path}: shows the first {ContactSheet.MostTiles:N0} of {pictures.Count:N0} results");
        var shown = pictures.Take(ContactSheet.MostTiles).ToList();
        var pixels = Thumbnails.Read(
            shown, ContactSheet.TileWidth, ContactSheet.TileHeight, terminal, cancellationToken);
        var tiles = shown.Zip(pixels, static (picture, pixels) => new SheetTile(pixels, picture.Rank, Label(picture)));
        OutputFile.Write(path, ContactSheet.Draw([.. tiles]));
    }

    private static string Label(ShownPicture picture)
    {
        var name = Plain.OneLine(Path.GetFileName(picture.Path));
        return picture.Score is { } score
            ? string.Create(CultureInfo.InvariantCulture, $"{picture.Rank}  {score:0.000}  {name}")
            : string.Create(CultureInfo.InvariantCulture, $"{picture.Rank}  {name}");
    }
}
