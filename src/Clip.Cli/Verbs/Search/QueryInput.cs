using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Search;

/// <summary>Reads a query from the command line.</summary>
internal static class QueryInput
{
    /// <summary>The query that the arguments and options make.</summary>
    /// <exception cref="ClipException">There is none, or it is malformed.</exception>
    public static Query Read(ItemSettings items, Terminal terminal)
    {
        List<QueryTerm> terms = [];
        if (items.Bare.Length > 0)
        {
            var (isAlone, isPartOfMix) = (items.Bare.Length == 1, items.Count > items.Bare.Length);
            terms.AddRange(Query.Parse(items.Bare, word => QueryWords.Find(word, isAlone), isPartOfMix).Terms);
        }
        terms.AddRange(items.Texts.Select(static text => QueryTerm.Text(NotEmpty(text))));
        terms.AddRange(items.Pictures.Select(static path => QueryTerm.Picture(PictureInput.SourceOf(path))));
        var query = new Query(terms);
        QueryWords.Warn(items.Bare, query, terminal);
        terminal.Detail(QueryWords.Describe(query));
        return query;
    }

    /// <summary>
    /// The queries to answer: that of the arguments, or those of a file, each with its line. An axis alone asks for the
    /// pictures nearest to its low end.
    /// </summary>
    /// <exception cref="ClipException">There is none, one is malformed, or the file cannot be read.</exception>
    public static IEnumerable<(string? Line, Query Query)> ReadAll(SearchSettings settings, Terminal terminal)
    {
        var (items, feedback) = (settings.Query, settings.Feedback);
        if (settings is { HasNoTerms: true, Refine.Axis: { } axis })
            return [(null, new Query([QueryTerm.Text(axis.From), QueryTerm.Text(axis.To, weight: -1)]))];
        if (feedback.Queries is { } file)
        {
            if (items.Count > 0)
                throw new ClipException("--queries", "does not go with another query", "give one of them");
            List<string> lines = [.. ListFile.ReadItems(file)];
            return lines.Count > 0
                ? lines.Select(line => ((string?)line, feedback.Apply(OfLine(line))))
                : throw new ClipException(file, "holds no query", "write one on each line");
        }
        var query = items.Count == 0 && feedback.HasPictures ? new Query([]) : Read(items, terminal);
        return [(null, feedback.Apply(query))];
    }

    /// <summary>The query of a line: the picture that it names, or a text, whatever stands in it.</summary>
    private static Query OfLine(string line) => line != "-" && PictureInput.Find(line) is { } picture
        ? Query.FromPicture(picture)
        : Query.FromText(line);

    private static string NotEmpty(string text) => string.IsNullOrWhiteSpace(text)
        ? throw new ClipException("--text", "is empty", "give a text, for example: --text \"a dog\"")
        : text;
}
