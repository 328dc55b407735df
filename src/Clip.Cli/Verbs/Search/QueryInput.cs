using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Models;
using Clip.Vectors;

namespace Clip.Cli.Verbs.Search;

/// <summary>Reads a query from the command line and encodes its texts.</summary>
internal static class QueryInput
{
    /// <summary>The query that the arguments make.</summary>
    /// <exception cref="ClipException">There is none, or it is malformed.</exception>
    public static Query Read(ItemSettings items, Terminal terminal)
    {
        List<QueryTerm> terms = [];
        if (items.Bare.Length > 0 || items.Count == 0)
            terms.AddRange(Query.Parse(items.Bare, PictureInput.IsPicture).Terms);
        foreach (var term in terms.Where(static term => !term.IsPicture))
            InputItem.WarnIfFileIsMissing(term.Value, terminal);
        terms.AddRange(items.Texts.Select(static text => new QueryTerm(NotEmpty(text), IsPicture: false)));
        terms.AddRange(items.Pictures.Select(static path => new QueryTerm(path, IsPicture: true)));
        return new Query(terms);
    }

    /// <summary>The vectors of a query's texts.</summary>
    public static Dictionary<QueryTerm, float[]> EncodeTexts(
        Query query, ClipModel model, Terminal terminal, CancellationToken cancellationToken)
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
