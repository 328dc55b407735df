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
        var texts = new Argument<string[]>("TEXT") { Description = "Texts", Arity = ArgumentArity.ZeroOrMore };
        var pictures = new Option<string[]>("--image") { Description = "Pictures", HelpName = "P", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var moreTexts = new Option<string[]>("--text") { Description = "Texts, even where they begin with a dash", HelpName = "T", DefaultValueFactory = _ => [] };
        var format = new Option<string>("--format") { Description = "jsonl, npy or csv", HelpName = "FORMAT", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "npy", "csv");
        var batch = new Option<string?>("--batch") { Description = "Read a JSON string (a text) or {\"image\":\"path\"} from each line of this file, - for standard input", HelpName = "FILE" };
        var command = new Command("embed", "Print the unit vectors of texts and pictures");
        command.Arguments.Add(texts);
        command.Options.Add(moreTexts);
        command.Options.Add(pictures);
        command.Options.Add(batch);
        command.Options.Add(format);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            using var model = Models.Load(parsed);
            var writer = EmbeddingWriter.Create(parsed.GetValue(format)!, terminal, model.Dimension);
            var embedder = new BatchEmbedder(model, writer, terminal);

            Asked[] given =
            [
                .. (parsed.GetValue(texts) ?? []).Concat(parsed.GetValue(moreTexts) ?? []).Select(static text => new Asked(text, IsPicture: false)),
                .. (parsed.GetValue(pictures) ?? []).Select(static path => new Asked(path, IsPicture: true)),
            ];
            if (given.Length == 0 && parsed.GetValue(batch) is null)
                throw new ClipException("embed", "needs a text or a picture", "for example: clipsearch embed \"a dog\" --image dog.jpg");

            foreach (var group in given.Chunk(Together))
                await embedder.EmbedAsync([.. group.Select(static asked => (asked, (ClipException?)null))], cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(batch) is { } source)
            {
                foreach (var group in JsonInput.Groups(source, Together))
                {
                    await embedder.EmbedAsync(group.ConvertAll(Look), cancellationToken).ConfigureAwait(false);
                    terminal.Flush();
                }
            }
            writer.Finish();
            return embedder.Failed > 0 ? ExitCode.Error : ExitCode.Found;
        });
        return command;
    }

    private static (Asked, ClipException?) Look(JsonInput line)
    {
        try
        {
            return (line.ReadTextOrPicture(), null);
        }
        catch (ClipException error)
        {
            return (new Asked($"line {line.Line}", IsPicture: false), new ClipException($"line {line.Line}", error.Problem, error.Remedy, error));
        }
    }
}
