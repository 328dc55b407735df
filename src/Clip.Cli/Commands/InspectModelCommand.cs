using System.CommandLine;
using System.Globalization;
using Clip.Cli.Output;
using Clip.Devices.Survey;
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
            var reports = new DeviceSurvey(model.Folder, Models.Options(parsed)).Run(cancellationToken);
            var line = Describe(model, reports);
            if (parsed.GetValue(GlobalOptions.Json))
                terminal.Json(line, JsonLines.Readable.ModelLine);
            else
                WriteTable(terminal, line, reports);
            return Task.FromResult(ExitCode.Found);
        });
        return command;
    }

    private static ModelLine Describe(ClipModel model, IReadOnlyList<DeviceReport> reports) => new(
        model.Name, model.Folder, model.Layout.ToString().ToLowerInvariant(), model.Dimension, model.Text.MaxLength,
        model.Images.Preprocessor.Width, model.Images.Preprocessor.Height, model.LogitScale.Scale, model.LogitScale.Bias,
        model.Fingerprint, Tower(model.TextGraph), Tower(model.ImageGraph), DeviceSurvey.Choice(reports), DeviceLine.Of(reports));

    private static TowerLine? Tower(OnnxGraph? graph) => graph is null
        ? null
        : new TowerLine(graph.Path, [.. graph.Inputs.Select(Tensor)], [.. graph.Outputs.Select(Tensor)]);

    private static TensorLine Tensor(OnnxValue value) => new(
        value.Name, value.ElementType.ToString().ToLowerInvariant(),
        [.. value.Shape.Select(static size => size?.ToString(CultureInfo.InvariantCulture) ?? "?")]);

    private static void WriteTable(Terminal terminal, ModelLine model, IReadOnlyList<DeviceReport> reports)
    {
        (string Name, string Value)[] rows =
        [
            ("model", $"{model.Name} ({model.Folder})"),
            ("layout", model.Layout),
            ("dimension", $"{model.Dimension}"),
            ("text", $"at most {model.MaxTokens} tokens"),
            ("pictures", $"{model.ImageWidth}x{model.ImageHeight}"),
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
