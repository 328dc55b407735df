using System.CommandLine;
using Clip.Catalog;

namespace Clip.Cli.Output;

/// <summary>Writes the pictures found: for people, as JSON lines, or as bare paths for the next program.</summary>
internal sealed class PictureResults(Terminal terminal, ResultOptions options, ParseResult parsed, IndexLocation location)
{
    /// <summary>Writes the hits, best first.</summary>
    /// <returns>The exit code.</returns>
    public int Write(IReadOnlyList<PictureHit> hits, ShownScores scores)
    {
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
                terminal.Json(new PictureLine(rank, path, score, hit.Caption), JsonLines.Readable.PictureLine);
            else
                terminal.Line(ResultRow.Format(terminal, score, path, hit.Caption));
        }
        if (rank == 0)
            terminal.Warn($"{DisplayPath.Of(location.Root)}: nothing found{(hits.Count > 0 ? "; lower --min-score" : "")}");
        return rank > 0 ? ExitCode.Found : ExitCode.Nothing;
    }
}
