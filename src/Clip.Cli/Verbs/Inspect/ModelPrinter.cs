using System.Globalization;
using Clip.Cli.Languages;
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
        ("text", model.MaxTokens is { } tokens
            ? Texts.Say($"at most {tokens} tokens")
            : Texts.Of("no text tower")),
        ("pictures", Pictures(model)),
        ("logits", Logits(model)),
        .. model.Decisions.Select(static decision => ("decided", Texts.OfMessage(decision))),
        ("fingerprint", model.Fingerprint),
    ];

    private static string Variant(ModelLine model, string? requested)
    {
        var others = model.Variants.Where(variant => variant != model.Variant).ToList();
        var reason = Texts.Of(requested is not null ? "asked for"
            : others.Count == 0 ? "there is no other"
            : "the least lossy there is");
        var alternatives = others.Count == 0 ? "" : Texts.Say($"; --variant takes {string.Join(", ", others)} too");
        var variant = model.Variant.Split('+') is [var text, var image]
            ? Texts.Say($"text {text}, image {image}")
            : model.Variant;
        return $"{variant} ({reason}{alternatives})";
    }

    private static string Dimension(ModelLine model)
    {
        var dimension = model.Dimension == model.FullDimension
            ? $"{model.Dimension}"
            : Texts.Say($"{model.Dimension} of {model.FullDimension}");
        return model.TrainedDimensions.Length == 0
            ? dimension
            : dimension + Texts.Say($" (trained for --dimensions {string.Join(", ", model.TrainedDimensions)})");
    }

    private static string Logits(ModelLine model)
    {
        var bias = model.LogitBias is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" + {model.LogitBias:0.####}");
        var logits = Texts.Say($"{model.LogitScale:0.####} x cosine");
        return $"{logits}{bias} ({Texts.Of(Source(model))})";
    }

    private static string Pictures(ModelLine model) => model switch
    {
        { ImageWidth: { } width } => $"{width}x{model.ImageHeight}",
        { MaxPatches: { } patches } =>
            Texts.Say($"any shape, as up to {patches} patches of {model.PatchSize}x{model.PatchSize}"),
        _ => Texts.Of("no image tower"),
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
        terminal.Line($"{TextWidth.Pad(Texts.Of(name), NameWidth)} {tower.Graph}");
        foreach (var input in tower.Inputs)
            Write("input", $"{input.Name}: {input.Type} [{string.Join(", ", input.Shape)}]");
        foreach (var output in tower.Outputs)
            Write("output", $"{output.Name}: {output.Type} [{string.Join(", ", output.Shape)}]");

        void Write(string kind, string tensor) =>
            terminal.Line($"  {TextWidth.Pad(Texts.Of(kind), NameWidth - 2)} {tensor}");
    }
}
