using Clip.Images.Thumbnails;
using Clip.Server.Pictures;

namespace Clip.Server.Mcp;

/// <summary>
/// Shows pictures to a model: a few as thumbnails of at most 640 pixels, more on one contact sheet with numbers.
/// Clients take about a million characters a result, so thumbnails become smaller until they fit.
/// </summary>
internal sealed class McpViews(ThumbnailCache thumbnails)
{
    /// <summary>The most pictures on a contact sheet.</summary>
    public const int MostOnSheet = 20;

    /// <summary>The most characters that pictures take as base64, all together.</summary>
    private const int MostCharacters = 700_000;

    private const int SheetColumns = 4;

    private static readonly int[] Edges = [640, 480, 320, 160];

    /// <summary>Pictures one by one, each after its number and path.</summary>
    /// <param name="pictures">The pictures with their numbers.</param>
    /// <param name="edge">The longest edge, in pixels; smaller where the pictures would not fit.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>The parts, and what is wrong with the pictures that cannot be shown, by their numbers.</returns>
    public async Task<(IReadOnlyList<McpBlock> Blocks, IReadOnlyDictionary<int, string> Errors)> OneByOneAsync(
        IReadOnlyList<(int Number, McpPicture Picture)> pictures, int edge, CancellationToken cancellationToken)
    {
        foreach (var size in Edges.Where(size => size <= edge))
        {
            var made = await Task.WhenAll(pictures.Select(picture =>
                ThumbnailAsync(picture.Picture, size, cancellationToken))).ConfigureAwait(false);
            if (made.Sum(static one => one.Jpeg.Length / 3L * 4) > MostCharacters && size != Edges[^1])
                continue;
            List<McpBlock> blocks = [];
            var errors = new Dictionary<int, string>();
            foreach (var ((number, picture), (jpeg, error)) in pictures.Zip(made))
            {
                if (error is not null)
                {
                    errors[number] = error;
                    continue;
                }
                blocks.Add(new McpBlock.Text(System.Text.Encoding.UTF8.GetBytes($"{number}: {picture.Shown}")));
                blocks.Add(new McpBlock.Image(jpeg));
            }
            return (blocks, errors);
        }
        return ([], new Dictionary<int, string>());
    }

    /// <summary>Pictures on one sheet, each with its number; one that cannot be read leaves an empty frame.</summary>
    /// <param name="pictures">1 to <see cref="MostOnSheet"/> pictures with their numbers.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    public static async Task<McpBlock> SheetAsync(
        IReadOnlyList<(int Number, McpPicture Picture)> pictures, CancellationToken cancellationToken)
    {
        var tiles = new SheetTile[pictures.Count];
        var cores = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, tiles.Length, cores, (i, token) =>
        {
            var (number, picture) = pictures[i];
            tiles[i] = new SheetTile(Read(picture, token), number, $"{number}  {Path.GetFileName(picture.Path)}");
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return new McpBlock.Image(ContactSheet.Draw(tiles, Math.Min(SheetColumns, tiles.Length)));
    }

    private static RgbPixels? Read(McpPicture picture, CancellationToken cancellationToken)
    {
        if (picture.FullPath is not { } path)
            return null;
        try
        {
            var preprocessor = picture.Model.Model.Image.Preprocessor;
            return new ThumbnailReader(preprocessor.Limits, memory: preprocessor.Memory)
                .Read(path, ContactSheet.TileWidth, ContactSheet.TileHeight, cancellationToken);
        }
        catch (PictureException)
        {
            return null;
        }
    }

    private async Task<(ReadOnlyMemory<byte> Jpeg, string? Error)> ThumbnailAsync(
        McpPicture picture, int edge, CancellationToken cancellationToken)
    {
        if (picture.FullPath is not { } path)
            return (default, "The file is not there any more.");
        try
        {
            var preprocessor = picture.Model.Model.Image.Preprocessor;
            // A file may have changed since it was indexed, or not be indexed at all.
            var file = new FileInfo(path);
            var key = $"{path}|{file.Length:x}|{file.LastWriteTimeUtc.Ticks:x}|{edge}";
            return (await thumbnails.GetAsync(
                key, () => Thumbnail.OfFile(path, edge, preprocessor.Limits, preprocessor.Memory).Jpeg,
                cancellationToken).ConfigureAwait(false), null);
        }
        catch (PictureException error)
        {
            return (default, $"The picture cannot be shown: it {error.Problem}.");
        }
        catch (IOException)
        {
            return (default, "The file is not there any more.");
        }
    }
}
