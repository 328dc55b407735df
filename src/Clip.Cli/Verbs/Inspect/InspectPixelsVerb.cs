using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Images.Preprocessing;

namespace Clip.Cli.Verbs.Inspect;

/// <summary>What <c>inspect pixels</c> is asked to do.</summary>
/// <param name="Model">The model whose preprocessing to use, unless there is a file.</param>
/// <param name="Pictures">The pictures.</param>
/// <param name="ConfigFile">A <c>preprocessor_config.json</c> to use instead of the model's, or null.</param>
/// <param name="OutputFolder">The folder to write the pixels into, or null.</param>
internal sealed record InspectPixelsSettings(
    ModelSettings Model, string[] Pictures, string? ConfigFile, string? OutputFolder);

internal sealed record PixelsLine(string Path, int Width, int Height, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PixelsLine))]
internal sealed partial class PixelsJson : JsonSerializerContext;

/// <summary><c>inspect pixels</c>: the 8-bit pixels after rotation, RGB conversion, resize and crop.</summary>
internal sealed class InspectPixelsVerb : IVerb<InspectPixelsSettings>
{
    private readonly Argument<string[]> _pictures = new("PICTURE")
    {
        Description = "Paths, - for standard input, or URLs",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "A preprocessor_config.json instead of the model's",
        HelpName = "FILE",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write the pixels as PNG files into this folder",
        HelpName = "DIR",
    };

    public InspectPixelsVerb()
    {
        _config.RequireValue();
        _out.RequireValue();
        Command.Arguments.Add(_pictures);
        Command.Options.Add(_config);
        Command.Options.Add(_out);
    }

    public VerbCommand Command { get; } = new(
        "pixels", "The 8-bit RGB pixels after rotation, RGB conversion, resize and crop, and their SHA-256",
        "clipsearch inspect pixels photo.jpg",
        "clipsearch inspect pixels *.jpg --config preprocessor_config.json --out pixels/ --json");

    public InspectPixelsSettings Resolve(ParseResult parsed) => new(
        ModelOptions.Resolve(parsed), parsed.GetRequiredValue(_pictures), parsed.GetValue(_config),
        parsed.GetValue(_out));

    public async Task<int> RunAsync(
        InspectPixelsSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var preprocessor = LoadPreprocessor(settings);
        var output = settings.OutputFolder is { } folder ? PixelFolder.Create(folder) : null;
        var isComplete = true;
        foreach (var input in settings.Pictures)
        {
            try
            {
                using var picture = await PictureInput.DecodeAsync(preprocessor, input, cancellationToken)
                    .ConfigureAwait(false);
                Write(input, picture, preprocessor, output, terminal);
            }
            catch (ClipException error)
            {
                terminal.Error(ErrorText.Of(error));
                isComplete = false;
            }
        }
        return isComplete ? ExitCode.Found : ExitCode.Error;
    }

    private static ImagePreprocessor LoadPreprocessor(InspectPixelsSettings settings)
    {
        if (settings.ConfigFile is { } file)
            return new ImagePreprocessor(PreprocessorConfig.Read(file), memory: settings.Model.Loading.Memory);
        using var model = ModelInput.Load(settings.Model);
        return model.Image.Preprocessor;
    }

    private static void Write(
        string input, Picture picture, ImagePreprocessor preprocessor, PixelFolder? output, Terminal terminal)
    {
        var (width, height) = preprocessor.OutputSize(picture.Width, picture.Height);
        var pixels = new byte[width * height * 3];
        preprocessor.Write(picture, pixels);
        var hash = Convert.ToHexStringLower(SHA256.HashData(pixels));
        output?.Write(input, pixels, width, height);
        if (terminal.IsJson)
            terminal.Json(new PixelsLine(input, width, height, hash), PixelsJson.Default.PixelsLine);
        else
            terminal.Line($"{hash}  {width}x{height}  {Plain.OneLine(input)}");
    }
}
