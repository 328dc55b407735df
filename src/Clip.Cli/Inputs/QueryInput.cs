using System.CommandLine;
using Clip.Cli.Output;
using Clip.Models;
using Clip.Vectors;

namespace Clip.Cli.Inputs;

/// <summary>Reads a query from the command line and encodes it.</summary>
internal sealed class QueryInput
{
    public Argument<string[]> Terms { get; } = new("QUERY")
    {
        Description = "A text, a picture, or a mix: \"2:golden retriever\" + ./pool.jpg - people",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string[]> Texts { get; } = new("--text")
    {
        Description = "A text, even if a file has that name (repeatable)",
        HelpName = "T",
        DefaultValueFactory = _ => [],
    };

    public Option<string[]> Pictures { get; } = new("--image")
    {
        Description = "A picture (repeatable)",
        HelpName = "P",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Terms);
        command.Options.Add(Texts);
        command.Options.Add(Pictures);
    }

    /// <summary>The query as given.</summary>
    /// <exception cref="ClipException">There is none, or it is malformed.</exception>
    public Query Read(ParseResult parsed, Terminal terminal)
    {
        List<QueryTerm> terms = [];
        var arguments = parsed.GetValue(Terms) ?? [];
        var texts = parsed.GetValue(Texts) ?? [];
        var pictures = parsed.GetValue(Pictures) ?? [];
        if (arguments.Length > 0 || (texts.Length == 0 && pictures.Length == 0))
            terms.AddRange(Query.Parse(arguments, PictureInput.IsPicture).Terms);
        foreach (var term in terms.Where(static term => !term.IsPicture))
            Asked.WarnIfFileIsMissing(term.Value, terminal);
        foreach (var text in texts)
            terms.Add(new QueryTerm(NotEmpty(text), IsPicture: false));
        terms.AddRange(pictures.Select(static path => new QueryTerm(path, IsPicture: true)));
        return new Query(terms);
    }

    /// <summary>The vectors of a query's texts.</summary>
    public static Dictionary<QueryTerm, float[]> EncodeTexts(Query query, ClipModel model, Terminal terminal, CancellationToken cancellationToken)
    {
        Dictionary<QueryTerm, float[]> vectors = [];
        foreach (var term in query.Terms.Where(static term => !term.IsPicture))
            vectors[term] = TextInput.Encode(model.Text, term.Value, terminal, cancellationToken);
        return vectors;
    }

    private static string NotEmpty(string text) => string.IsNullOrWhiteSpace(text)
        ? throw new ClipException("--text", "is empty", "give a text, for example: --text \"a dog\"")
        : text;
}
