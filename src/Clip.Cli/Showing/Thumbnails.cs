using Clip.Cli.Output;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>Reads the pictures of an answer for a sheet or a page, on all cores.</summary>
internal static class Thumbnails
{
    /// <summary>The pictures in their order; null for an unreadable one, which is a line on standard error.</summary>
    /// <param name="pictures">Which pictures.</param>
    /// <param name="width">The most columns.</param>
    /// <param name="height">The most rows.</param>
    /// <param name="terminal">Where errors go.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    public static RgbPixels?[] Read(
        IReadOnlyList<ShownPicture> pictures, int width, int height, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var reader = new ThumbnailReader();
        var results = new RgbPixels?[pictures.Count];
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(0, pictures.Count, options, at =>
        {
            try
            {
                results[at] = reader.Read(pictures[at].File, width, height, cancellationToken);
            }
            catch (PictureException error)
            {
                terminal.Warn($"{error.Subject}: {error.Problem}");
            }
        });
        return results;
    }
}
