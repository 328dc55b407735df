using System.Globalization;
using Clip.Images.Thumbnails;
using Clip.Server.Pictures;
using Clip.Server.Problems;

namespace Clip.Server.Mcp;

/// <summary>
/// Shows pictures to a model: a few as thumbnails of at most 640 pixels, more on one contact sheet with numbers.
/// Clients take about a million characters a result, so thumbnails become smaller until they fit.
/// </summary>
internal sealed class McpViews(ThumbnailCache thumbnails, PictureFiles files)
{
    /// <summary>The most pictures on a contact sheet.</summary>
    public const int MostOnSheet = 20;

    /// <summary>The most characters that pictures take as base64, all together.</summary>
    private const int MostCharacters = 700_000;

    private const int SheetColumns = 4;

    private const string Gone = "The file is not there any more.";

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
    public async Task<McpBlock> SheetAsync(
        IReadOnlyList<(int Number, McpPicture Picture)> pictures, CancellationToken cancellationToken)
    {
        var tiles = new SheetTile[pictures.Count];
        var cores = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, tiles.Length, cores, async (i, token) =>
        {
            var (number, picture) = pictures[i];
            var pixels = await ReadAsync(picture, token).ConfigureAwait(false);
            tiles[i] = new SheetTile(pixels, number, $"{number}  {Path.GetFileName(picture.Path)}");
        }).ConfigureAwait(false);
        return new McpBlock.Image(ContactSheet.Draw(tiles, Math.Min(SheetColumns, tiles.Length)));
    }

    private async Task<RgbPixels?> ReadAsync(McpPicture picture, CancellationToken cancellationToken)
    {
        try
        {
            using var file = await OpenAsync(picture, cancellationToken).ConfigureAwait(false);
            var preprocessor = picture.Model.Model.Image.Preprocessor;
            return new ThumbnailReader(preprocessor.Limits, memory: preprocessor.Memory)
                .Read(file.Path, ContactSheet.TileWidth, ContactSheet.TileHeight, cancellationToken);
        }
        catch (Exception error) when (error is PictureException or RequestException)
        {
            return null;
        }
    }

    private async Task<(ReadOnlyMemory<byte> Jpeg, string? Error)> ThumbnailAsync(
        McpPicture picture, int edge, CancellationToken cancellationToken)
    {
        try
        {
            var preprocessor = picture.Model.Model.Image.Preprocessor;
            // Others may wait for the same one when this request is cancelled.
            return (await thumbnails.GetAsync(
                KeyOf(picture, edge), () => OpenAsync(picture, CancellationToken.None),
                path => Thumbnail.OfFile(path, edge, preprocessor.Limits, preprocessor.Memory).Jpeg,
                cancellationToken).ConfigureAwait(false), null);
        }
        catch (PictureException error)
        {
            return (default, $"The picture cannot be shown: it {error.Problem}.");
        }
        catch (RequestException error)
        {
            return (default, error.Message);
        }
        catch (IOException)
        {
            return (default, Gone);
        }
    }

    /// <summary>Names a thumbnail: a file may have changed since it was indexed, or not be indexed at all.</summary>
    private static string KeyOf(McpPicture picture, int edge) => picture.FullPath is { } path
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{path}|{new FileInfo(path).Length:x}|{File.GetLastWriteTimeUtc(path).Ticks:x}|{edge}")
        : $"{picture.File?.Hash:x32}-{edge}";

    private Task<OpenedPicture> OpenAsync(McpPicture picture, CancellationToken cancellationToken) =>
        picture.FullPath is { } path ? Task.FromResult(new OpenedPicture(path))
        : picture.File is { } file ? files.OpenAsync(picture.Folder, file, null, cancellationToken)
        : throw new RequestException(410, Gone);
}
