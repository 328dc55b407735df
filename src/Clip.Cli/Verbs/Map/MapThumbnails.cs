using System.Text;
using Clip.Images.Preprocessing;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Verbs.Map;

/// <summary>Small square pictures, many on a sheet.</summary>
internal static class MapThumbnails
{
    /// <summary>Tiles per row and column of a sheet.</summary>
    private const int Side = 24;

    /// <returns>
    /// The edge of a tile in pixels, and sheets as data addresses: tile i of a sheet is in its row i / 24. What cannot
    /// be decoded is a gray tile.
    /// </returns>
    public static (int Tile, string[] Sheets) Of(IReadOnlyList<MapFile> files, CancellationToken cancellationToken)
    {
        var tile = files.Count switch
        {
            <= 1_500 => 64,
            <= 6_000 => 40,
            _ => 24,
        };
        var config = $$"""
            {"size": {"shortest_edge": {{tile}} }, "resample": 3, "do_center_crop": true,
             "crop_size": {"height": {{tile}}, "width": {{tile}} } }
            """;
        var preprocessor = new ImagePreprocessor(PreprocessorConfig.Parse(Encoding.UTF8.GetBytes(config), "tiles"));
        var chunks = files.Chunk(Side * Side).ToArray();
        return (tile, Array.ConvertAll(chunks, chunk => Sheet(chunk, tile, preprocessor, cancellationToken)));
    }

    private static string Sheet(
        MapFile[] files, int tile, ImagePreprocessor preprocessor, CancellationToken cancellationToken)
    {
        var width = Math.Min(Side, files.Length) * tile;
        var height = (files.Length + Side - 1) / Side * tile;
        var rgb = new byte[3 * width * height];
        Array.Fill(rgb, (byte)128);
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(0, files.Length, options, i =>
        {
            var pixels = new byte[3 * tile * tile];
            try
            {
                using var picture = preprocessor.Decode(files[i].FullPath, DecodeMode.Fast, cancellationToken);
                preprocessor.Write(picture, pixels);
            }
            catch (PictureException)
            {
                return; // indexed once, and away or damaged now
            }
            var (left, top) = (i % Side * tile, i / Side * tile);
            for (var row = 0; row < tile; row++)
                pixels.AsSpan(3 * row * tile, 3 * tile).CopyTo(rgb.AsSpan(3 * (((top + row) * width) + left)));
        });
        var jpeg = JpegFile.Encode(new RgbPixels(width, height, rgb));
        return "data:image/jpeg;base64," + Convert.ToBase64String(jpeg);
    }
}
