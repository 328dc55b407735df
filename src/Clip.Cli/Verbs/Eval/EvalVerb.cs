using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Eval;

/// <summary>What <c>eval</c> is asked to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Against">The model to compare it with, or null.</param>
/// <param name="Input">A caption file, or a folder of classes.</param>
/// <param name="Folder">Where pictures are that are not beside the captions, or null.</param>
/// <param name="Templates">What makes texts of labels.</param>
internal sealed record EvalSettings(
    ModelSettings Model, ModelSettings? Against, string Input, string? Folder, IReadOnlyList<string> Templates);

/// <summary><c>eval</c>: how good a model is, on pictures whose captions or classes are known.</summary>
internal sealed class EvalVerb : IVerb<EvalSettings>
{
    private readonly Argument<string> _input = new("CAPTIONS|FOLDER")
    {
        Description = "A caption file with the paths of pictures (CSV, JSON Lines, COCO JSON, Flickr token file), or a "
            + "folder with a sub-folder of pictures per class, named by its label",
    };

    private readonly Option<string?> _in = new("--in")
    {
        Description = "Where the pictures are that are not beside the captions",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _against = new("--against")
    {
        Description = "Compare with this model, on the same pictures",
        HelpName = "DIR|NAME",
    };

    private readonly Option<string?> _againstVariant = new("--against-variant")
    {
        Description = "Compare with these weights, of the same model unless --against names another",
        HelpName = "SUFFIX",
    };

    private readonly Option<int?> _againstDimensions = new("--against-dimensions")
    {
        Description = "Compare with embeddings truncated to N dimensions",
        HelpName = "N",
    };

    private readonly Option<string> _againstPrecision = new("--against-precision")
    {
        Description = "Compare with the same model in fp32 or int8",
        HelpName = "NAME",
    };

    private readonly LabelOptions _labels = new();

    public EvalVerb()
    {
        Command.Arguments.Add(_input);
        foreach (var option in (Option<string?>[])[_in, _against, _againstVariant])
            option.RequireValue();
        _againstDimensions.RequireAtLeast(1);
        _againstPrecision.RequireOneOf("fp32", "int8");
        foreach (var option in (Option[])[_in, _against, _againstVariant, _againstDimensions, _againstPrecision])
            Command.Options.Add(option);
        _labels.AddTemplateTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "eval", "Measure how well a model finds pictures by captions and captions by pictures, or labels classes",
        "clipsearch eval gallery/captions.jsonl",
        "clipsearch eval captions.json --in val2017 --model vit-b-32 --against-variant int8 --json",
        "clipsearch eval gallery/captions.jsonl --against-precision int8",
        "clipsearch eval classes/ --template \"a photo of a {}\" --against other-model");

    public EvalSettings Resolve(ParseResult parsed)
    {
        var model = ModelOptions.Resolve(parsed);
        var (name, variant, dimensions) = (
            parsed.GetValue(_against), parsed.GetValue(_againstVariant), parsed.GetValue(_againstDimensions));
        var precision = ModelPrecisionWords.Parse(parsed.GetValue(_againstPrecision));
        ModelSettings? against = null;
        if (name is not null || variant is not null || dimensions is not null || precision is not null)
        {
            var loading = model.Loading.Clone();
            loading.Variant = variant ?? (name is null ? loading.Variant : null);
            loading.Dimensions = dimensions ?? (name is null ? loading.Dimensions : null);
            loading.Precision = precision ?? loading.Precision;
            against = model with { Name = name ?? model.Name, Loading = loading };
        }
        return new EvalSettings(
            model, against, parsed.GetRequiredValue(_input), parsed.GetValue(_in), _labels.Templates(parsed));
    }

    public async Task<int> RunAsync(EvalSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Folder is { } folder && !Directory.Exists(folder))
            throw new ClipException($"--in {DisplayPath.Of(folder)}", "is not a folder", "check the path");
        using var model = ModelInput.Load(settings.Model);
        using var against = settings.Against is { } other ? ModelInput.Load(other) : null;
        var evaluation = Directory.Exists(settings.Input)
            ? EvaluateClassesAsync(settings, model, against, terminal, cancellationToken)
            : EvaluateCaptionsAsync(settings, model, against, terminal, cancellationToken);
        await evaluation.ConfigureAwait(false);
        EmbeddedModelHint.Write(terminal, settings.Model, model);
        DeviceNotes.Write(terminal, model);
        return ExitCode.Found;
    }

    private static async Task EvaluateCaptionsAsync(
        EvalSettings settings, ClipModel model, ClipModel? against, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var pictures = CaptionedPictures.Load(settings.Input, settings.Folder, Report, cancellationToken);
        if (against is null)
        {
            var found = await ModelEvaluation.EvaluateAsync(model, pictures, Report, cancellationToken)
                .ConfigureAwait(false);
            EvalPrinter.Write(terminal, model, found);
            return;
        }
        var comparison = await ModelEvaluation.CompareAsync(model, against, pictures, Report, cancellationToken)
            .ConfigureAwait(false);
        EvalPrinter.Write(terminal, model, against, comparison);

        void Report(ClipException error) => terminal.Warn(ErrorText.Of(error));
    }

    private static async Task EvaluateClassesAsync(
        EvalSettings settings, ClipModel model, ClipModel? against, Terminal terminal,
        CancellationToken cancellationToken)
    {
        if (against is null)
        {
            var found = await ZeroShotEvaluation.EvaluateAsync(
                model, settings.Input, settings.Templates, Report, cancellationToken).ConfigureAwait(false);
            ClassReportPrinter.Write(terminal, model, found);
            return;
        }
        var comparison = await ZeroShotEvaluation.CompareAsync(
            model, against, settings.Input, settings.Templates, Report, cancellationToken).ConfigureAwait(false);
        ClassReportPrinter.Write(terminal, model, against, comparison);

        void Report(ClipException error) => terminal.Warn(ErrorText.Of(error));
    }
}
