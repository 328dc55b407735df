using System.CommandLine;
using System.Globalization;
using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Metadata;

namespace Clip.Cli.Output;

/// <summary>Writes the pictures found: for people, as JSON lines, or as bare paths for the next program.</summary>
internal sealed class PictureResults(Terminal terminal, ResultOptions options, ParseResult parsed, PictureIndex index)
{
    /// <summary>Writes the hits, best first.</summary>
    /// <returns>The exit code.</returns>
    public int Write(IReadOnlyList<PictureHit> hits, ShownScores scores, bool isFiltered)
    {
        var location = index.Location;
        var rank = 0;
        foreach (var hit in hits)
        {
            if (scores.Of(hit.Score) is not { } score)
                break;
            rank++;
            var path = DisplayPath.Of(location.Full(hit.Path));
            if (parsed.GetValue(options.Print0))
                terminal.Write(path + "\0");
            else if (parsed.GetValue(options.Paths))
                terminal.Line(path);
            else if (parsed.GetValue(GlobalOptions.Json))
                terminal.Json(Line(rank, path, score, hit), JsonLines.Readable.PictureLine);
            else
                terminal.Line(ResultRow.Format(terminal, score, path, hit.Caption));
        }
        if (rank == 0)
            terminal.Warn($"{DisplayPath.Of(location.Root)}: nothing found{(hits.Count > 0 ? "; lower --min-score" : isFiltered ? " among the pictures that the options ask for" : "")}");
        return rank > 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    private PictureLine Line(int rank, string path, float score, PictureHit hit)
    {
        var file = index.FindFile(hit.Path);
        var metadata = file?.Metadata;
        return new PictureLine(
            rank, path, score, hit.Caption, Moment(metadata), metadata?.Camera,
            metadata?.Place?.Latitude, metadata?.Place?.Longitude, file?.Width, file?.Height);
    }

    /// <summary>The time on the wall, with its distance from UTC where that is known (ISO 8601).</summary>
    private static string? Moment(PictureMetadata? metadata)
    {
        if (metadata?.Captured is not { } captured)
            return null;
        var moment = captured.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return metadata.UtcOffset is { } offset
            ? $"{moment}{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString("hh':'mm", CultureInfo.InvariantCulture)}"
            : moment;
    }
}
