using Clip.Catalog;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Writes the pictures found: for people, as JSON lines, or as bare paths for the next program.</summary>
internal sealed class PicturePrinter(Terminal terminal, ResultSettings settings, PictureIndex index)
{
    /// <summary>Writes the hits, best first, as long as their scores are good enough.</summary>
    /// <param name="hits">What was found.</param>
    /// <param name="scores">How to show the scores.</param>
    /// <param name="isFiltered">Whether only a part of the index was searched.</param>
    /// <returns>How many were written.</returns>
    public int Write(IReadOnlyList<PictureHit> hits, ShownScores scores, bool isFiltered)
    {
        var count = 0;
        foreach (var hit in hits)
        {
            if (scores.Of(hit.Score) is not { } score)
                break;
            count++;
            Write(hit, count, score);
        }
        if (count == 0)
            terminal.Warn($"{DisplayPath.Of(index.Location.Root)}: nothing found{Reason(hits.Count, isFiltered)}");
        return count;
    }

    private static string Reason(int hits, bool isFiltered) =>
        hits > 0 ? "; lower --min-score" : isFiltered ? " among the pictures that the options ask for" : "";

    private void Write(PictureHit hit, int rank, float score)
    {
        var path = DisplayPath.Of(index.Location.Full(hit.Path));
        if (settings.Form == ResultForm.ZeroEndedPaths)
            terminal.Write(path + "\0");
        else if (settings.Form == ResultForm.Paths)
            terminal.Line(path);
        else if (terminal.IsJson)
            terminal.Json(PictureLine.Of(rank, path, score, hit, index.FindFile(hit.Path)), PictureJson.Default.PictureLine);
        else
            terminal.Line(ResultRow.Format(terminal, score, path, hit.Caption));
    }
}
