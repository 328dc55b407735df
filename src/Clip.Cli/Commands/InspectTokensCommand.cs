using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Text;

namespace Clip.Cli.Commands;

/// <summary><c>inspect tokens</c>: the token ids as the text encoder gets them.</summary>
internal static class InspectTokensCommand
{
    public static Command Build()
    {
        var texts = new Argument<string[]>("TEXT") { Description = "Texts; - reads one JSON string from each line of standard input", Arity = ArgumentArity.ZeroOrMore };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "A tokenizer.json instead of the model's", HelpName = "FILE" };
        var maxLength = new Option<int?>("--max-length") { Description = "Truncate to N tokens, special tokens included", HelpName = "N" };
        maxLength.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
                result.AddError("--max-length: must be at least 1");
        });
        var command = new Command("tokens", "Token ids, special tokens and truncation included, before padding");
        command.Arguments.Add(texts);
        command.Options.Add(tokenizer);
        command.Options.Add(maxLength);

        command.SetAction((parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var inputs = parsed.GetValue(texts) is { Length: > 0 } given
                ? given
                : throw new ClipException("inspect tokens", "needs a text", "give one, or - to read JSON strings from standard input");

            if (parsed.GetValue(tokenizer) is { } file)
            {
                var loaded = Tokenizer.Load(file);
                return Task.FromResult(WriteAll(terminal, inputs, text => loaded.Encode(text, parsed.GetValue(maxLength)), cancellationToken));
            }
            using var model = Models.Load(parsed);
            return Task.FromResult(WriteAll(terminal, inputs, text => model.Text.Tokenize(text, parsed.GetValue(maxLength)), cancellationToken));
        });
        return command;
    }

    private static int WriteAll(Terminal terminal, string[] inputs, Func<string, int[]> encode, CancellationToken cancellationToken)
    {
        var failed = false;
        foreach (var input in inputs.SelectMany(static input => input == "-" ? JsonInput.Strings() : [JsonInput.Given(input)]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                terminal.Json(encode(input.Read()), JsonLines.Readable.Int32Array);
            }
            catch (ClipException error)
            {
                // The place in the answers stays taken, so that they can be matched with the lines that were asked.
                terminal.Line("null");
                terminal.Error(input.Line is { } line ? $"line {line}: {error.Message}" : error.Message);
                failed = true;
            }
        }
        return failed ? ExitCode.Error : ExitCode.Found;
    }
}
