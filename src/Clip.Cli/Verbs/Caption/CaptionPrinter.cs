using System.Text.Json.Serialization;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Caption;

/// <summary>The JSON line of a caption. <c>query</c> names its picture where several were asked about.</summary>
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
    /// <param name="picture">The picture that was asked about, as the user named it.</param>
    /// <param name="answer">Its captions.</param>
    /// <param name="shownPath">Converts the path of a caption's picture to what a user sees.</param>
    public void Write(string picture, CaptionAnswer answer, Func<string, string> shownPath)
    {
        if (answer.Captions.Count == 0)
            terminal.Warn($"{picture}: no captions found");
        else if (hasSeveralPictures && !terminal.IsJson)
            terminal.Line(Plain.OneLine(picture));
        foreach (var caption in answer.Captions)
        {
            Count++;
            if (!terminal.IsJson)
            {
                ResultRow.Write(terminal, caption.Score, caption.Caption);
                continue;
            }
            var path = caption.Picture is null ? null : shownPath(caption.Picture);
            var query = hasSeveralPictures ? picture : null;
            terminal.Json(
                new CaptionLine(caption.Rank, caption.Caption, caption.Score, path, query),
                CaptionJson.Default.CaptionLine);
        }
    }
}
