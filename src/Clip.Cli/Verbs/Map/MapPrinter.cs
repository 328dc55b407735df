using System.Text.Json.Serialization;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Map;

/// <summary>The JSON line of a picture on a map.</summary>
internal sealed record MapLine(string Path, double X, double Y);

/// <summary>What the page knows of the pictures: a column per property, to keep it small.</summary>
internal sealed record MapPageData(
    string[] Paths, string?[] Captions, float[] X, float[] Y, int[] Group, string[] Groups, string[] Dates,
    string[] Left, string[] Bottom, int Tile, string[] Sheets);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MapLine))]
[JsonSerializable(typeof(MapPageData))]
internal sealed partial class MapJson : JsonSerializerContext;

/// <summary>Writes positions on a map.</summary>
internal static class MapPrinter
{
    public static void Write(Terminal terminal, MapAnswer answer)
    {
        foreach (var file in answer.Files)
            terminal.Json(new MapLine(DisplayPath.Of(file.FullPath), file.X, file.Y), MapJson.Default.MapLine);
    }
}
