using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Printing;
using Clip.Diagnostics;
using Clip.Models.Onnx;

namespace Clip.Cli.Verbs.Inspect;

internal sealed record TensorLine(string Name, string Type, string[] Shape)
{
    public static TensorLine Of(OnnxValue value) => new(
        value.Name, value.ElementType.ToString().ToLowerInvariant(),
        [.. value.Shape.Select(static size => size?.ToString(CultureInfo.InvariantCulture) ?? "?")]);
}

internal sealed record TowerLine(string Graph, TensorLine[] Inputs, TensorLine[] Outputs)
{
    public static TowerLine? Of(OnnxGraph? graph) => graph is null
        ? null
        : new TowerLine(
            graph.Path, [.. graph.Inputs.Select(TensorLine.Of)], [.. graph.Outputs.Select(TensorLine.Of)]);
}

/// <summary>The JSON line of <c>inspect model</c>.</summary>
internal sealed record ModelLine(
    string Name, string Folder, string Layout, string Variant, string[] Variants, int Dimension, int FullDimension,
    int[] TrainedDimensions, int? MaxTokens, int? ImageWidth, int? ImageHeight, int? PatchSize, int? MaxPatches,
    double LogitScale, double? LogitBias, string LogitScaleSource, string[] Decisions, string Fingerprint,
    TowerLine? Text, TowerLine? Image, string Auto, DeviceLine[] Devices)
{
    public string Precision { get; init; } = "";

    public string[] PrecisionReports { get; init; } = [];

    public static ModelLine Of(ClipModel model, IReadOnlyList<DeviceReport> reports)
    {
        var preprocessor = model.ImageGraph is null ? null : model.Image.Preprocessor;
        return new ModelLine(
            model.Name, model.Folder, model.Layout.ToString().ToLowerInvariant(), model.Variant, [.. model.Variants],
            model.Dimensions, model.FullDimensions, [.. model.TrainedDimensions],
            model.TextGraph is null ? null : model.Text.MaxLength,
            NotZero(preprocessor?.Width), NotZero(preprocessor?.Height),
            preprocessor?.Config.Patches?.PatchSize, preprocessor?.Config.Patches?.MaxPatches,
            model.LogitScale.Scale, model.LogitScale.Bias, model.LogitScaleSource.ToString().ToLowerInvariant(),
            [.. model.Decisions], model.Fingerprint, TowerLine.Of(model.TextGraph), TowerLine.Of(model.ImageGraph),
            DeviceSurvey.Choice(reports), DeviceLine.Of(reports))
        {
            Precision = ModelPrecisionWords.Of(model.Precision),
            PrecisionReports = [.. model.PrecisionReports.Select(static report => report.ToString())],
        };
    }

    // A model that takes pictures of any shape has no size.
    private static int? NotZero(int? edge) => edge == 0 ? null : edge;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelLine))]
internal sealed partial class ModelJson : JsonSerializerContext;
