using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Text;

namespace Clip.Cli.Commands;

/// <summary><c>inspect tokens</c>: the token ids as the text encoder gets them.</summary>
internal static class InspectTokensCommand
{
    // Lines that wait already are answered together; one that comes alone is answered at once.
    private const int Together = 1024;

    public static Command Build()
    {
        var texts = new Argument<string[]>("TEXT") { Description = "Texts; - reads one JSON string from each line of standard input", Arity = ArgumentArity.ZeroOrMore };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "A tokenizer.json instead of the model's", HelpName = "FILE" };
        var maxLength = new Option<int?>("--max-length") { Description = "Truncate to N tokens, special tokens included", HelpName = "N" };
        maxLength.RequireAtLeast(1);
        tokenizer.RequireValue();
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
            // A tokenizer that cannot be used is one error, not one for each text.
            _ = model.Text.MaxLength;
            return Task.FromResult(WriteAll(terminal, inputs, text => model.Text.Tokenize(text, parsed.GetValue(maxLength)), cancellationToken));
        });
        return command;
    }

    private static int WriteAll(Terminal terminal, string[] inputs, Func<string, int[]> encode, CancellationToken cancellationToken)
    {
        var failed = false;
        foreach (var group in inputs.SelectMany(static input => input == "-" ? JsonInput.Groups("-", Together) : [[JsonInput.Given(input)]]))
        {
            foreach (var input in group)
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
                    terminal.Error(ErrorText.Of(error));
                    failed = true;
                }
            }
            terminal.Flush();
        }
        return failed ? ExitCode.Error : ExitCode.Found;
    }
}
