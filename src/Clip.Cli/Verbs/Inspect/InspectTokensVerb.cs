using System.CommandLine;
using System.Text.Json.Serialization;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Models.Vocabularies;

namespace Clip.Cli.Verbs.Inspect;

/// <summary>What <c>inspect tokens</c> is asked to do.</summary>
/// <param name="Model">The model whose tokenizer to use, unless there is a file.</param>
/// <param name="Texts">Texts; <c>-</c> stands for the JSON strings of standard input.</param>
/// <param name="TokenizerFile">A tokenizer to use instead of the model's, or null.</param>
/// <param name="MaxLength">The length to truncate to, or null for that of the tokenizer or model.</param>
internal sealed record InspectTokensSettings(
    ModelSettings Model, string[] Texts, string? TokenizerFile, int? MaxLength);

/// <summary>The JSON line of a text that the command line names.</summary>
internal sealed record TokensLine(string Text, int[] Ids, string?[] Tokens);

/// <summary>The JSON line in place of an answer, so that answers can be matched with the lines of the input.</summary>
/// <param name="Input">The text of the command line, or which line of standard input it is.</param>
/// <param name="Error">What is wrong with it.</param>
internal sealed record TokensErrorLine(string Input, string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(TokensLine))]
[JsonSerializable(typeof(TokensErrorLine))]
internal sealed partial class TokensJson : JsonSerializerContext;

/// <summary><c>inspect tokens</c>: the token ids as the text encoder gets them.</summary>
internal sealed class InspectTokensVerb : IVerb<InspectTokensSettings>
{
    // Lines that have arrived already are answered together; one that comes alone is answered at once.
    private const int MostTogether = 1024;

    private readonly Argument<string[]> _texts = new("TEXT")
    {
        Description = "Texts; - reads one JSON string from each line of standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _tokenizer = new("--tokenizer")
    {
        Description = "A tokenizer.json, or a vocab.json, vocab.txt or model of SentencePiece, instead of the model's",
        HelpName = "FILE",
    };

    private readonly Option<int?> _maxLength = new("--max-length")
    {
        Description = "Truncate to N tokens, special tokens included",
        HelpName = "N",
    };

    public InspectTokensVerb()
    {
        _maxLength.RequireAtLeast(1);
        _tokenizer.RequireValue();
        Command.Arguments.Add(_texts);
        Command.Options.Add(_tokenizer);
        Command.Options.Add(_maxLength);
    }

    public VerbCommand Command { get; } = new(
        "tokens", "Token ids, special tokens and truncation included, before padding",
        "clipsearch inspect tokens \"a photo of a cat\"",
        "clipsearch inspect tokens --tokenizer tokenizer.json --max-length 77 \"a cat\"",
        "printf '\"a cat\"\\n\"a dog\"\\n' | clipsearch inspect tokens -");

    public InspectTokensSettings Resolve(ParseResult parsed)
    {
        var texts = parsed.GetValue(_texts) ?? [];
        if (texts.Length == 0)
        {
            throw new ClipException(
                "inspect tokens", "needs a text", "give one, or - to read JSON strings from standard input");
        }
        return new InspectTokensSettings(
            ModelOptions.Resolve(parsed), texts, parsed.GetValue(_tokenizer), parsed.GetValue(_maxLength));
    }

    public Task<int> RunAsync(
        InspectTokensSettings settings, Terminal terminal, CancellationToken cancellationToken) =>
        Task.FromResult(Run(settings, terminal, cancellationToken));

    private static int Run(InspectTokensSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.TokenizerFile is { } file)
        {
            var tokenizer = VocabularyTokenizer.Load(file);
            return WriteAll(
                settings, tokenizer.IdToToken, text => tokenizer.Encode(text, settings.MaxLength), terminal,
                cancellationToken);
        }
        using var model = ModelInput.Load(settings.Model);
        // A tokenizer that cannot be used is one error, not one per text.
        model.Text.LoadTokenizer();
        return WriteAll(
            settings, model.Text.TokenOf, text => model.Text.Tokenize(text, settings.MaxLength), terminal,
            cancellationToken);
    }

    private static int WriteAll(
        InspectTokensSettings settings, Func<int, string?> name, Func<string, int[]> encode, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var isComplete = true;
        foreach (var (argument, group) in settings.Texts.SelectMany(Read))
        {
            foreach (var (input, read) in group)
            {
                cancellationToken.ThrowIfCancellationRequested();
                isComplete &= Write(input, read, encode, argument == "-" ? null : name, terminal);
            }
            terminal.Flush();
        }
        return isComplete ? ExitCode.Found : ExitCode.Error;
    }

    /// <summary>The texts of one argument, in groups to be answered together; reading one may fail.</summary>
    private static IEnumerable<(string Argument, List<(string Input, Func<string> Read)> Texts)> Read(
        string argument) => argument == "-"
        ? BatchLine.Groups("-", MostTogether)
            .Select(group => (argument, group.ConvertAll(static line => (line.Name, (Func<string>)line.ParseText))))
        : [(argument, [(argument, () => argument)])];

    /// <param name="input">Names the text in an error.</param>
    /// <param name="read">Reads the text.</param>
    /// <param name="encode">Gives its tokens.</param>
    /// <param name="name">Gives a token's name; null where only their ids are wanted.</param>
    /// <param name="terminal">Where to write.</param>
    private static bool Write(
        string input, Func<string> read, Func<string, int[]> encode, Func<int, string?>? name, Terminal terminal)
    {
        try
        {
            var text = read();
            var ids = encode(text);
            var tokens = name is null ? [] : Array.ConvertAll(ids, id => name(id));
            if (name is not null && terminal.IsJson)
                terminal.Json(new TokensLine(text, ids, tokens), TokensJson.Default.TokensLine);
            else
                terminal.Json(ids, TokensJson.Default.Int32Array);
            if (name is not null)
                terminal.Detail($"{Quoted.Of(text)}: {string.Join(' ', tokens)}");
            return true;
        }
        catch (ClipException error)
        {
            var message = ErrorText.Of(error);
            terminal.Error(message);
            terminal.Json(new TokensErrorLine(input, message), TokensJson.Default.TokensErrorLine);
            return false;
        }
    }
}
