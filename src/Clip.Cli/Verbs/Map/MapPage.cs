using System.Globalization;
using System.Text;
using System.Text.Json;
using Clip.Cli.Output;
using Clip.Files;

namespace Clip.Cli.Verbs.Map;

/// <summary>Writes a map as a page that needs nothing but itself.</summary>
internal static class MapPage
{
    public static void Write(
        string path, MapSettings settings, MapAnswer answer, CancellationToken cancellationToken)
    {
        var (tile, sheets) = settings.HasThumbnails ? MapThumbnails.Of(answer.Files, cancellationToken) : (0, []);
        var files = answer.Files;
        var data = new MapPageData(
            [.. files.Select(static file => file.Path)],
            [.. files.Select(static file => file.Caption)],
            [.. files.Select(static file => (float)Math.Round(file.X, 4))],
            [.. files.Select(static file => (float)Math.Round(file.Y, 4))],
            [.. files.Select(static file => file.Group)], [.. answer.Groups],
            [.. files.Select(static file => file.Captured.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
            Ends(settings.X), Ends(settings.Y), tile, sheets);
        // The default encoder escapes < and &, so that no name can end the script element.
        var json = JsonSerializer.Serialize(data, MapJson.Default.MapPageData);
        var page = Encoding.UTF8.GetBytes(MapTemplate.Head + json + MapTemplate.Tail);
        try
        {
            AtomicFile.Write(Path.GetFullPath(path), page);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClipException(
                DisplayPath.Of(path), $"cannot be written ({error.Message.TrimEnd('.')})", "choose another place",
                error);
        }
    }

    private static string[] Ends(MapAxis? axis) => axis is null ? [] : [axis.From, axis.To];
}
