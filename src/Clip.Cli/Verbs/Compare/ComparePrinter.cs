using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Compare;

/// <summary>The JSON line of a comparison.</summary>
internal sealed record CompareLine(string A, string B, double Cosine, double Angle, double Distance);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CompareLine))]
internal sealed partial class CompareJson : JsonSerializerContext;

/// <summary>Writes a comparison.</summary>
internal static class ComparePrinter
{
    private const int NameWidth = 9;

    public static void Write(Terminal terminal, string a, string b, VectorComparison comparison)
    {
        if (terminal.IsJson)
        {
            var line = new CompareLine(a, b, comparison.Cosine, comparison.Angle, comparison.Distance);
            terminal.Json(line, CompareJson.Default.CompareLine);
            return;
        }
        FactTable.Write(terminal, NameWidth,
        [
            ("cosine", comparison.Cosine.ToString("0.0000", CultureInfo.InvariantCulture)),
            ("angle", Texts.Say($"{comparison.Angle:0.00} degrees")),
            ("distance", comparison.Distance.ToString("0.0000", CultureInfo.InvariantCulture)),
        ]);
    }
}
