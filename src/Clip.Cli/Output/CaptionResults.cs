using System.CommandLine;
using Clip.Catalog;

namespace Clip.Cli.Output;

/// <summary>Writes the captions found for each picture.</summary>
internal sealed class CaptionResults(Terminal terminal, ParseResult parsed, bool severalPictures)
{
    /// <summary>How many captions were written.</summary>
    public int Count { get; private set; }

    /// <summary>Writes one picture's captions, best first.</summary>
    public void Write(string picture, IEnumerable<CaptionHit> hits, ShownScores scores)
    {
        var json = parsed.GetValue(GlobalOptions.Json);
        var rank = 0;
        foreach (var hit in hits)
        {
            if (scores.Of(hit.Score) is not { } score)
                break;
            if (rank++ == 0 && severalPictures && !json)
                terminal.Line(Plain.OneLine(picture));
            Count++;
            if (json)
                terminal.Json(new CaptionLine(rank, hit.Caption, score, hit.Path, severalPictures ? picture : null), JsonLines.Readable.CaptionLine);
            else
                terminal.Line(ResultRow.Format(terminal, score, hit.Caption));
        }
        if (rank == 0)
            terminal.Warn($"{picture}: no captions found");
    }
}
