using System.CommandLine;
using System.Globalization;
using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Vectors;

namespace Clip.Cli.Commands;

/// <summary><c>compare</c>: how alike two texts or pictures are.</summary>
internal static class CompareCommand
{
    public static Command Build()
    {
        var items = new Argument<string[]>("A B") { Description = "Two texts or pictures", Arity = new ArgumentArity(0, 2) };
        var texts = new Option<string[]>("--text") { Description = "A text, even if a file has that name (repeatable)", HelpName = "T", DefaultValueFactory = _ => [] };
        var pictures = new Option<string[]>("--image") { Description = "A picture (repeatable)", HelpName = "P", DefaultValueFactory = _ => [] };
        var command = new Command("compare", "Tell the cosine, angle and distance of two texts or pictures");
        command.Arguments.Add(items);
        command.Options.Add(texts);
        command.Options.Add(pictures);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            Asked[] inputs =
            [
                .. (parsed.GetValue(items) ?? []).Select(item => Asked.Bare(item, terminal)),
                .. (parsed.GetValue(texts) ?? []).Select(Asked.Text),
                .. (parsed.GetValue(pictures) ?? []).Select(Asked.Picture),
            ];
            if (inputs.Length != 2)
                throw new ClipException("compare", $"needs two texts or pictures, got {inputs.Length}", "for example: clipsearch compare \"a dog\" photo.jpg");

            using var model = Models.Load(parsed, once: true);
            var vectors = new float[2][];
            for (var i = 0; i < 2; i++)
            {
                vectors[i] = inputs[i].IsPicture
                    ? await PictureInput.EncodeAsync(model, inputs[i].Value, cancellationToken).ConfigureAwait(false)
                    : TextInput.Encode(model.Text, inputs[i].Value, terminal, cancellationToken);
            }
            Write(terminal, parsed, inputs[0].Value, inputs[1].Value, VectorComparison.Of(vectors[0], vectors[1]));
            return ExitCode.Found;
        });
        return command;
    }

    private static void Write(Terminal terminal, ParseResult parsed, string a, string b, VectorComparison comparison)
    {
        if (parsed.GetValue(GlobalOptions.Json))
        {
            terminal.Json(new CompareLine(a, b, comparison.Cosine, comparison.Angle, comparison.Distance), JsonLines.Readable.CompareLine);
            return;
        }
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"cosine    {comparison.Cosine:0.0000}"));
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"angle     {comparison.Angle:0.00} degrees"));
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"distance  {comparison.Distance:0.0000}"));
    }
}
