using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Embed;

/// <summary>What <c>embed</c> is asked to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Items">The texts and pictures of the command line.</param>
/// <param name="Batch">A file with more of them, <c>-</c> for standard input, or null.</param>
/// <param name="Format">The format of the vectors.</param>
internal sealed record EmbedSettings(ModelSettings Model, ItemSettings Items, string? Batch, EmbeddingFormat Format);

/// <summary><c>embed</c>: the unit vectors of texts and pictures.</summary>
internal sealed class EmbedVerb : IVerb<EmbedSettings>
{
    // Lines that have arrived already are answered together; one that comes alone is answered at once.
    private const int MostTogether = 64;

    private readonly ItemOptions _items = new(new Argument<string[]>("TEXT")
    {
        Description = "Texts, or pictures by a path that exists",
        Arity = ArgumentArity.ZeroOrMore,
    });

    private readonly Option<string?> _batch = new("--batch")
    {
        Description = "Read a JSON string (a text) or {\"image\":\"path\"} from each line of this file, "
            + "- for standard input",
        HelpName = "FILE",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "jsonl, npy or csv",
        HelpName = "FORMAT",
        DefaultValueFactory = static _ => "jsonl",
    };

    public EmbedVerb()
    {
        _items.AddTo(Command, listsPictures: true);
        _batch.RequireValue();
        Command.Options.Add(_batch);
        _format.RequireOneOf("jsonl", "npy", "csv");
        Command.Options.Add(_format);
        Command.Validators.Add(result =>
        {
            var format = result.GetResult(_format) is { Tokens: [var token] } ? token.Value : "jsonl";
            if (format != "jsonl" && OutputOptions.AsksForJson(result))
                result.AddError($"--json: does not go with --format {format}");
        });
    }

    public VerbCommand Command { get; } = new(
        "embed", "Print the unit vectors of texts and pictures",
        "clipsearch embed \"a dog\" \"a cat\"",
        "clipsearch embed --image a.jpg b.jpg --format npy > vectors.npy",
        "printf '\"a dog\"\\n{\"image\":\"a.jpg\"}\\n' | clipsearch embed --batch -");

    public EmbedSettings Resolve(ParseResult parsed)
    {
        var (items, batch) = (_items.Resolve(parsed), parsed.GetValue(_batch));
        if (items.Count == 0 && batch is null)
        {
            throw new ClipException(
                "embed", "needs a text or a picture", "for example: clipsearch embed \"a dog\" --image dog.jpg");
        }
        var format = parsed.GetValue(_format) switch
        {
            "npy" => EmbeddingFormat.Npy,
            "csv" => EmbeddingFormat.Csv,
            _ => EmbeddingFormat.JsonLines,
        };
        return new EmbedSettings(ModelOptions.Resolve(parsed), items, batch, format);
    }

    public async Task<int> RunAsync(EmbedSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var items = InputItem.Read(settings.Items, terminal);
        using var model = ModelInput.Load(settings.Model);
        var writer = EmbeddingWriter.Create(settings.Format, terminal, model.Dimensions);
        var embedder = new BatchEmbedder(model, writer, terminal);
        foreach (var group in items.Chunk(MostTogether))
            await embedder.EmbedAsync(Array.ConvertAll(group, Request), cancellationToken).ConfigureAwait(false);
        var batch = settings.Batch is { } source ? BatchLine.Groups(source, MostTogether) : [];
        foreach (var group in batch)
            await embedder.EmbedAsync(group.ConvertAll(Parse), cancellationToken).ConfigureAwait(false);
        writer.Finish();
        EmbeddedModelHint.Write(terminal, settings.Model, model);
        DeviceNotes.Write(terminal, model);
        return embedder.Failed > 0 ? ExitCode.Error : ExitCode.Found;
    }

    private static EmbeddingRequest Request(InputItem item) => new(item);

    private static EmbeddingRequest Parse(BatchLine line)
    {
        try
        {
            return new EmbeddingRequest(line.ParseItem());
        }
        catch (ClipException error)
        {
            return new EmbeddingRequest(InputItem.Text(line.Name), error);
        }
    }
}
