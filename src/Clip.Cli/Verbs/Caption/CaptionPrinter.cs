using System.Text.Json.Serialization;
using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Caption;

/// <summary>The JSON line of a caption. <c>query</c> is the picture it was found for, where several were given.</summary>
internal sealed record CaptionLine(
    int Rank, string Caption, float Score, string? Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Query);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CaptionLine))]
internal sealed partial class CaptionJson : JsonSerializerContext;

/// <summary>Writes the captions found for each picture.</summary>
internal sealed class CaptionPrinter(Terminal terminal, bool hasSeveralPictures)
{
    /// <summary>How many captions were written.</summary>
    public int Count { get; private set; }

    /// <summary>Writes one picture's captions, best first.</summary>
    public void Write(string picture, IEnumerable<CaptionHit> hits, ShownScores scores)
    {
        var rank = 0;
        foreach (var hit in hits)
        {
            if (scores.Of(hit.Score) is not { } score)
                break;
            if (rank++ == 0 && hasSeveralPictures && !terminal.IsJson)
                terminal.Line(Plain.OneLine(picture));
            Count++;
            if (!terminal.IsJson)
            {
                terminal.Line(ResultRow.Format(terminal, score, hit.Caption));
                continue;
            }
            var line = new CaptionLine(rank, hit.Caption, score, hit.Path, hasSeveralPictures ? picture : null);
            terminal.Json(line, CaptionJson.Default.CaptionLine);
        }
        if (rank == 0)
            terminal.Warn($"{picture}: no captions found");
    }
}
