using System.Globalization;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Diagnostics;

namespace Clip.Cli.Verbs.Inspect;

/// <summary>Writes the description of a model.</summary>
internal static class ModelPrinter
{
    private const int NameWidth = 12;

    /// <summary>Writes the description.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="reports">What each device does with it.</param>
    /// <param name="requested">The variant that the user asked for, or null.</param>
    public static void Write(
        Terminal terminal, ModelLine model, IReadOnlyList<DeviceReport> reports, string? requested)
    {
        if (terminal.IsJson)
        {
            terminal.Json(model, ModelJson.Default.ModelLine);
            return;
        }
        FactTable.Write(terminal, NameWidth, Rows(model, requested));
        WriteTower(terminal, "text graph", model.Text);
        WriteTower(terminal, "image graph", model.Image);
        DeviceTable.Write(terminal, reports);
    }

    private static IEnumerable<(string Name, string Value)> Rows(ModelLine model, string? requested) =>
    [
        ("model", $"{model.Name} ({model.Folder})"),
        ("layout", model.Layout),
        ("variant", Variant(model, requested)),
        ("precision", model.Precision),
        .. model.PrecisionReports.Select(static report => ("measured", report)),
        ("dimension", Dimension(model)),
        ("text", model.MaxTokens is { } tokens ? $"at most {tokens} tokens" : "no text tower"),
        ("pictures", Pictures(model)),
        ("logits", Logits(model)),
        .. model.Decisions.Select(static decision => ("decided", decision)),
        ("fingerprint", model.Fingerprint),
    ];

    private static string Variant(ModelLine model, string? requested)
    {
        var others = model.Variants.Where(variant => variant != model.Variant).ToList();
        var reason = requested is not null ? "asked for"
            : others.Count == 0 ? "there is no other"
            : "the least lossy there is";
        var alternatives = others.Count == 0 ? "" : $"; --variant takes {string.Join(", ", others)} too";
        var variant = model.Variant.Split('+') is [var text, var image] ? $"text {text}, image {image}" : model.Variant;
        return $"{variant} ({reason}{alternatives})";
    }

    private static string Dimension(ModelLine model)
    {
        var full = model.Dimension == model.FullDimension ? "" : $" of {model.FullDimension}";
        var trained = model.TrainedDimensions.Length == 0
            ? ""
            : $" (trained for --dimensions {string.Join(", ", model.TrainedDimensions)})";
        return $"{model.Dimension}{full}{trained}";
    }

    private static string Logits(ModelLine model)
    {
        var bias = model.LogitBias is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" + {model.LogitBias:0.####}");
        var logits = string.Create(CultureInfo.InvariantCulture, $"{model.LogitScale:0.####} x cosine{bias}");
        return $"{logits} ({Source(model)})";
    }

    private static string Pictures(ModelLine model) => model switch
    {
        { ImageWidth: { } width } => $"{width}x{model.ImageHeight}",
        { MaxPatches: { } patches } =>
            $"any shape, as up to {patches} patches of {model.PatchSize}x{model.PatchSize}",
        _ => "no image tower",
    };

    private static string Source(ModelLine model) => model.LogitScaleSource switch
    {
        "configuration" => "config.json",
        "graph" => "from the graph",
        _ => "assumed",
    };

    private static void WriteTower(Terminal terminal, string name, TowerLine? tower)
    {
        if (tower is null)
            return;
        terminal.Line($"{name.PadRight(NameWidth)} {tower.Graph}");
        foreach (var input in tower.Inputs)
            terminal.Line($"  input      {input.Name}: {input.Type} [{string.Join(", ", input.Shape)}]");
        foreach (var output in tower.Outputs)
            terminal.Line($"  output     {output.Name}: {output.Type} [{string.Join(", ", output.Shape)}]");
    }
}
