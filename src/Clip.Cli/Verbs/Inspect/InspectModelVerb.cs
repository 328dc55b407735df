using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Diagnostics;

namespace Clip.Cli.Verbs.Inspect;

/// <summary>What <c>inspect model</c> is asked to describe.</summary>
internal sealed record InspectModelSettings(ModelSettings Model);

/// <summary><c>inspect model</c>: what is read from a model's folder.</summary>
internal sealed class InspectModelVerb : IVerb<InspectModelSettings>
{
    public VerbCommand Command { get; } = new(
        "model",
        "Layout, inputs, outputs, dimension, limits and fingerprint of the model; which part runs on which device, and "
        + "how fast",
        "clipsearch inspect model",
        "clipsearch inspect model --model ~/models/clip-vit-base-patch32 --variant fp16 --json",
        "clipsearch inspect model --model ~/models/text,~/models/vision");

    public InspectModelSettings Resolve(ParseResult parsed) => new(ModelOptions.Resolve(parsed));

    public Task<int> RunAsync(InspectModelSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var loading = settings.Model.Loading;
        using var model = ModelInput.Load(settings.Model);
        var reports = new DeviceSurvey(model.Folder, model.ImageFolder, loading).Run(cancellationToken);
        ModelPrinter.Write(terminal, ModelLine.Of(model, reports), reports, loading.Variant);
        return Task.FromResult(ExitCode.Found);
    }
}
