using System.CommandLine;
using System.Globalization;
using Clip.Catalog;

namespace Clip.Cli.Output;

/// <summary>Writes the captions found for each picture.</summary>
internal sealed class CaptionResults(Terminal terminal, ParseResult parsed)
{
    /// <summary>How many captions were written.</summary>
    public int Count { get; private set; }

    /// <summary>Writes one picture's captions, best first.</summary>
    public void Write(string picture, IEnumerable<CaptionHit> hits)
    {
        var json = parsed.GetValue(GlobalOptions.Json);
        var rank = 0;
        foreach (var hit in hits)
        {
            rank++;
            Count++;
            if (json)
                terminal.Json(new CaptionLine(rank, hit.Caption, hit.Score, hit.Path, picture), JsonLines.Readable.CaptionLine);
            else
                terminal.Line($"{hit.Score.ToString("0.000", CultureInfo.InvariantCulture),6}  {Plain.OneLine(hit.Caption)}");
        }
        if (rank == 0)
            terminal.Warn($"{picture}: no captions found");
    }
}
