using System.CommandLine;
using System.Globalization;
using Clip.Cli.Output;
using Clip.Diagnostics;
using Clip.Models;
using Clip.Models.Onnx;

namespace Clip.Cli.Commands;

/// <summary><c>inspect model</c>: what is read from a model's folder.</summary>
internal static class InspectModelCommand
{
    public static Command Build()
    {
        var command = new Command("model", "Layout, inputs, outputs, dimension, limits and fingerprint of the model; which part runs on which device, and how fast");
        command.SetAction((parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            using var model = Models.Load(parsed);
            var reports = new DeviceSurvey(model.Folder, model.ImageFolder, Models.Options(parsed)).Run(cancellationToken);
            var line = Describe(model, reports);
            if (parsed.GetValue(GlobalOptions.Json))
                terminal.Json(line, JsonLines.Readable.ModelLine);
            else
                WriteTable(terminal, line, reports, parsed.GetValue(GlobalOptions.Variant));
            return Task.FromResult(ExitCode.Found);
        });
        return command;
    }

    private static ModelLine Describe(ClipModel model, IReadOnlyList<DeviceReport> reports) => new(
        model.Name, model.Folder, model.Layout.ToString().ToLowerInvariant(), model.Variant, [.. model.Variants],
        model.Dimension, model.FullDimension, [.. model.TrainedDimensions],
        model.TextGraph is null ? null : model.Text.MaxLength,
        model.ImageGraph is null ? null : model.Images.Preprocessor.Width,
        model.ImageGraph is null ? null : model.Images.Preprocessor.Height,
        model.LogitScale.Scale, model.LogitScale.Bias,
        model.Fingerprint, Tower(model.TextGraph), Tower(model.ImageGraph), DeviceSurvey.Choice(reports), DeviceLine.Of(reports));

    private static TowerLine? Tower(OnnxGraph? graph) => graph is null
        ? null
        : new TowerLine(graph.Path, [.. graph.Inputs.Select(Tensor)], [.. graph.Outputs.Select(Tensor)]);

    private static TensorLine Tensor(OnnxValue value) => new(
        value.Name, value.ElementType.ToString().ToLowerInvariant(),
        [.. value.Shape.Select(static size => size?.ToString(CultureInfo.InvariantCulture) ?? "?")]);

    private static string DescribeVariant(ModelLine model, string? asked)
    {
        var others = model.Variants.Where(variant => variant != model.Variant).ToList();
        var reason = asked is not null ? "asked for"
            : others.Count == 0 ? "there is no other"
            : "the least lossy there is";
        var taken = model.Variant.Split('+') is [var text, var image] ? $"text {text}, image {image}" : model.Variant;
        return $"{taken} ({reason}{(others.Count == 0 ? "" : $"; --variant takes {string.Join(", ", others)} too")})";
    }

    private static string DescribeDimension(ModelLine model)
    {
        var cut = model.Dimension == model.FullDimension ? "" : $" of {model.FullDimension}";
        var trained = model.TrainedDimensions.Length == 0 ? "" : $" (trained for --dimensions {string.Join(", ", model.TrainedDimensions)})";
        return $"{model.Dimension}{cut}{trained}";
    }

    private static void WriteTable(Terminal terminal, ModelLine model, IReadOnlyList<DeviceReport> reports, string? asked)
    {
        (string Name, string Value)[] rows =
        [
            ("model", $"{model.Name} ({model.Folder})"),
            ("layout", model.Layout),
            ("variant", DescribeVariant(model, asked)),
            ("dimension", DescribeDimension(model)),
            ("text", model.MaxTokens is { } tokens ? $"at most {tokens} tokens" : "no text tower"),
            ("pictures", model.ImageWidth is { } width ? $"{width}x{model.ImageHeight}" : "no image tower"),
            ("logits", string.Create(CultureInfo.InvariantCulture, $"{model.LogitScale:0.####} x cosine{(model.LogitBias is { } bias ? $" + {bias:0.####}" : "")}")),
            ("fingerprint", model.Fingerprint),
        ];
        foreach (var (name, value) in rows)
            terminal.Line($"{name,-12} {value}");
        foreach (var (name, tower) in new[] { ("text graph", model.Text), ("image graph", model.Image) })
        {
            if (tower is null)
                continue;
            terminal.Line($"{name,-12} {tower.Graph}");
            foreach (var input in tower.Inputs)
                terminal.Line($"  input      {input.Name}: {input.Type} [{string.Join(", ", input.Shape)}]");
            foreach (var output in tower.Outputs)
                terminal.Line($"  output     {output.Name}: {output.Type} [{string.Join(", ", output.Shape)}]");
        }
        DeviceTable.Write(terminal, reports);
    }
}
