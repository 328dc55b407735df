using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Compare;

/// <summary>The JSON line of a comparison.</summary>
internal sealed record CompareLine(string A, string B, double Cosine, double Angle, double Distance);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CompareLine))]
internal sealed partial class CompareJson : JsonSerializerContext;

/// <summary>Writes a comparison.</summary>
internal static class ComparePrinter
{
    public static void Write(Terminal terminal, string a, string b, VectorComparison comparison)
    {
        if (terminal.IsJson)
        {
            var line = new CompareLine(a, b, comparison.Cosine, comparison.Angle, comparison.Distance);
            terminal.Json(line, CompareJson.Default.CompareLine);
            return;
        }
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"cosine    {comparison.Cosine:0.0000}"));
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"angle     {comparison.Angle:0.00} degrees"));
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"distance  {comparison.Distance:0.0000}"));
    }
}
