using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Searching;

namespace Clip.Cli.Verbs.Search;

/// <summary>Reads a query from the command line.</summary>
internal static class QueryInput
{
    /// <summary>The query that the arguments and options make.</summary>
    /// <exception cref="ClipException">There is none, or it is malformed.</exception>
    public static Query Read(ItemSettings items, Terminal terminal)
    {
        List<QueryTerm> terms = [];
        if (items.Bare.Length > 0 || items.Count == 0)
            terms.AddRange(Query.Parse(items.Bare, PictureInput.Find).Terms);
        foreach (var text in terms.OfType<TextTerm>())
            InputItem.WarnIfFileIsMissing(text.Value, terminal);
        terms.AddRange(items.Texts.Select(static text => QueryTerm.Text(NotEmpty(text))));
        terms.AddRange(items.Pictures.Select(static path => QueryTerm.Picture(PictureInput.SourceOf(path))));
        return new Query(terms);
    }

    private static string NotEmpty(string text) => string.IsNullOrWhiteSpace(text)
        ? throw new ClipException("--text", "is empty", "give a text, for example: --text \"a dog\"")
        : text;
}
