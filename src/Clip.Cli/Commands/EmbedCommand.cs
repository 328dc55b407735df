using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Output;

namespace Clip.Cli.Commands;

/// <summary><c>embed</c>: the unit vectors of texts and pictures.</summary>
internal static class EmbedCommand
{
    // Lines that wait already are answered together; one that comes alone is answered at once.
    private const int Together = 64;

    public static Command Build()
    {
        var items = new Argument<string[]>("TEXT") { Description = "Texts, or pictures by a path that exists", Arity = ArgumentArity.ZeroOrMore };
        var pictures = new Option<string[]>("--image") { Description = "Pictures", HelpName = "P", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var texts = new Option<string[]>("--text") { Description = "A text, even if a file has that name (repeatable)", HelpName = "T", DefaultValueFactory = _ => [] };
        var format = new Option<string>("--format") { Description = "jsonl, npy or csv", HelpName = "FORMAT", DefaultValueFactory = _ => "jsonl" };
        format.RequireOneOf("jsonl", "npy", "csv");
        var batch = new Option<string?>("--batch") { Description = "Read a JSON string (a text) or {\"image\":\"path\"} from each line of this file, - for standard input", HelpName = "FILE" };
        var command = new Command("embed", "Print the unit vectors of texts and pictures");
        command.Arguments.Add(items);
        command.Options.Add(texts);
        command.Options.Add(pictures);
        batch.RequireValue();
        command.Options.Add(batch);
        command.Options.Add(format);
        command.Validators.Add(result =>
        {
            if (result.GetValue(GlobalOptions.Json) && result.GetResult(format) is { Tokens: [var given] } && given.Value != "jsonl")
                result.AddError($"--json: does not go with --format {given.Value}");
        });

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            Asked[] given =
            [
                .. (parsed.GetValue(items) ?? []).Select(item => Asked.Bare(item, terminal)),
                .. (parsed.GetValue(texts) ?? []).Select(Asked.Text),
                .. (parsed.GetValue(pictures) ?? []).Select(Asked.Picture),
            ];
            if (given.Length == 0 && parsed.GetValue(batch) is null)
                throw new ClipException("embed", "needs a text or a picture", "for example: clipsearch embed \"a dog\" --image dog.jpg");

            using var model = Models.Load(parsed);
            var writer = EmbeddingWriter.Create(parsed.GetValue(format)!, terminal, model.Dimension);
            var embedder = new BatchEmbedder(model, writer, terminal);
            foreach (var group in given.Chunk(Together))
            {
                await embedder.EmbedAsync([.. group.Select(static asked => new EmbeddingRequest(asked))], cancellationToken).ConfigureAwait(false);
                terminal.Flush();
            }
            if (parsed.GetValue(batch) is { } source)
            {
                foreach (var group in JsonInput.Groups(source, Together))
                {
                    await embedder.EmbedAsync(group.ConvertAll(Look), cancellationToken).ConfigureAwait(false);
                    terminal.Flush();
                }
            }
            writer.Finish();
            DeviceNotes.Tell(terminal, model);
            return embedder.Failed > 0 ? ExitCode.Error : ExitCode.Found;
        });
        return command;
    }

    private static EmbeddingRequest Look(JsonInput line)
    {
        try
        {
            return new EmbeddingRequest(line.ReadTextOrPicture());
        }
        catch (ClipException error)
        {
            return new EmbeddingRequest(Asked.Text($"line {line.Line}"), error);
        }
    }
}
