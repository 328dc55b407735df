using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Axis;

/// <summary>The JSON line of a picture on an axis.</summary>
internal sealed record AxisLine(string Path, double Position);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AxisLine))]
internal sealed partial class AxisJson : JsonSerializerContext;

/// <summary>Writes pictures along an axis: all as JSON, otherwise both ends.</summary>
internal static class AxisPrinter
{
    public static void Write(Terminal terminal, MapAxis axis, AxisAnswer answer, int shown)
    {
        if (terminal.IsJson)
        {
            foreach (var file in answer.Files)
                terminal.Json(new AxisLine(DisplayPath.Of(file.FullPath), file.Position), AxisJson.Default.AxisLine);
            return;
        }
        if (answer.Files.Count == 0)
            return;
        terminal.Line(Plain.OneLine(axis.From));
        var left = answer.Files.Count - (2L * shown);
        if (left <= 0)
        {
            WriteRows(terminal, answer.Files);
        }
        else
        {
            WriteRows(terminal, answer.Files.Take(shown));
            terminal.Line("        " + Texts.Say($"and {left} between"));
            WriteRows(terminal, answer.Files.Skip(answer.Files.Count - shown));
        }
        terminal.Line(Plain.OneLine(axis.To));
    }

    private static void WriteRows(Terminal terminal, IEnumerable<AxisFile> files)
    {
        foreach (var file in files)
        {
            ResultRow.Write(terminal, ResultRow.Position(file.Position), DisplayPath.Of(file.FullPath), file.Caption);
        }
    }
}
