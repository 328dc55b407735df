using System.CommandLine;
using System.Security.Cryptography;
using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Images;
using Clip.Images.Preprocessing;

namespace Clip.Cli.Commands;

/// <summary><c>inspect pixels</c>: the 8-bit pixels after rotation, RGB conversion, resize and crop.</summary>
internal static class InspectPixelsCommand
{
    public static Command Build()
    {
        var pictures = new Argument<string[]>("PICTURE") { Description = "Paths, - for standard input, or URLs", Arity = ArgumentArity.OneOrMore };
        var config = new Option<string?>("--config") { Description = "A preprocessor_config.json instead of the model's", HelpName = "FILE" };
        var outDirectory = new Option<string?>("--out") { Description = "Write the pixels as PNG files into this folder", HelpName = "DIR" };
        var command = new Command("pixels", "The 8-bit RGB pixels after rotation, RGB conversion, resize and crop, and their SHA-256");
        config.RequireValue();
        outDirectory.RequireValue();
        command.Arguments.Add(pictures);
        command.Options.Add(config);
        command.Options.Add(outDirectory);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var preprocessor = Preprocessor(parsed, parsed.GetValue(config));
            var output = parsed.GetValue(outDirectory) is { } folder ? PixelFolder.Make(folder) : null;
            var failed = false;
            foreach (var input in parsed.GetRequiredValue(pictures))
            {
                try
                {
                    using var picture = await PictureInput.DecodeAsync(preprocessor, input, cancellationToken).ConfigureAwait(false);
                    Write(terminal, parsed, input, preprocessor, picture, output);
                }
                catch (ClipException error)
                {
                    terminal.Error(ErrorText.Of(error));
                    failed = true;
                }
            }
            return failed ? ExitCode.Error : ExitCode.Found;
        });
        return command;
    }

    private static ImagePreprocessor Preprocessor(ParseResult parsed, string? config)
    {
        if (config is not null)
            return new ImagePreprocessor(PreprocessorConfig.Read(config));
        using var model = Models.Load(parsed);
        return model.Images.Preprocessor;
    }

    private static void Write(Terminal terminal, ParseResult parsed, string input, ImagePreprocessor preprocessor, Picture picture, PixelFolder? output)
    {
        var (width, height) = preprocessor.OutputSize(picture.Width, picture.Height);
        var pixels = new byte[width * height * 3];
        preprocessor.Write(picture, pixels);
        var hash = Convert.ToHexStringLower(SHA256.HashData(pixels));
        output?.Write(input, pixels, width, height);
        if (parsed.GetValue(GlobalOptions.Json))
            terminal.Json(new PixelsLine(input, width, height, hash), JsonLines.Readable.PixelsLine);
        else
            terminal.Line($"{hash}  {width}x{height}  {Plain.OneLine(input)}");
    }
}
