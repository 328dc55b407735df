using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Compare;

/// <summary>What <c>compare</c> is asked to do: two items in any form.</summary>
internal sealed record CompareSettings(ModelSettings Model, ItemSettings Items);

/// <summary><c>compare</c>: how similar two texts or pictures are.</summary>
internal sealed class CompareVerb : IVerb<CompareSettings>
{
    private readonly ItemOptions _items = new(new Argument<string[]>("A B")
    {
        Description = "Two texts or pictures",
        Arity = new ArgumentArity(0, 2),
    });

    public CompareVerb() => _items.AddTo(Command);

    public VerbCommand Command { get; } = new(
        "compare", "Show the cosine, angle and distance of two texts or pictures",
        "clipsearch compare \"a dog\" photo.jpg",
        "clipsearch compare --text \"a dog\" --text \"a puppy\" --json");

    public CompareSettings Resolve(ParseResult parsed)
    {
        var items = _items.Resolve(parsed);
        if (items.Count != 2)
        {
            throw new ClipException(
                "compare", $"needs two texts or pictures, got {items.Count}",
                "for example: clipsearch compare \"a dog\" photo.jpg");
        }
        return items.Bare.Concat(items.Texts).Any(string.IsNullOrWhiteSpace)
            ? throw new ClipException(
                "compare", "has an empty text to compare", "for example: clipsearch compare \"a dog\" photo.jpg")
            : new CompareSettings(ModelOptions.Resolve(parsed, once: true), items);
    }

    public async Task<int> RunAsync(CompareSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var items = InputItem.Read(settings.Items, terminal);
        using var model = ModelInput.Load(settings.Model);
        var a = await EncodeAsync(items[0], model, terminal, cancellationToken).ConfigureAwait(false);
        var b = await EncodeAsync(items[1], model, terminal, cancellationToken).ConfigureAwait(false);
        ComparePrinter.Write(terminal, items[0].Value, items[1].Value, VectorComparison.Of(a, b));
        EmbeddedModelHint.Write(terminal, settings.Model, model);
        return ExitCode.Found;
    }

    private static async Task<float[]> EncodeAsync(
        InputItem item, ClipModel model, Terminal terminal, CancellationToken cancellationToken) =>
        item.IsPicture
            ? await PictureInput.EncodeAsync(model, item.Value, cancellationToken).ConfigureAwait(false)
            : TextInput.Encode(model, item.Value, terminal, cancellationToken);
}
