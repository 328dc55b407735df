namespace Clip.Catalog.Words;

/// <summary>A word or phrase to look up.</summary>
/// <param name="Match">As SQLite's full-text search takes it: quoted, so that nothing in it is an operator.</param>
/// <param name="Parts">What to look up where nothing matches the whole.</param>
/// <param name="IsShort">Whether it is a word of few letters, as most of those are that only join others.</param>
internal sealed record WordTerm(string Match, IReadOnlyList<WordTerm> Parts, bool IsShort = false)
{
    private const string Or = " OR ";

    /// <summary>The tokens of each of the phrases of which one is to occur.</summary>
    public IReadOnlyList<string[]> Phrases =>
        [.. Match.Split(Or).Select(static phrase => phrase.Trim('"').Split(' '))];
}

/// <summary>Turns the text of a query into terms.</summary>
internal static class WordQuery
{
    /// <summary>A query that is longer is cut; nobody names a picture with more words.</summary>
    private const int MaxRuns = 64;

    private const int MaxLength = 4096;

    /// <summary>The most characters of a run without spaces that are looked up as a phrase.</summary>
    private const int MaxPhrase = 64;

    private const int MaxShort = 3;

    /// <summary>
    /// The terms of a query, each once; empty where it has no letter and no digit. A single letter, such as "a", counts
    /// only where there is nothing else: names have them everywhere.
    /// </summary>
    public static IReadOnlyList<WordTerm> Parse(string text)
    {
        var runs = WordSplitter.Split(text.Length > MaxLength ? text[..MaxLength] : text, MaxRuns);
        List<WordTerm> terms = [];
        for (var first = 0; first < runs.Count;)
        {
            // IMG_2031 and golden-retriever are looked up as phrases.
            var end = first + 1;
            while (end < runs.Count && !runs[first].IsDense && !runs[end].IsDense && runs[end].IsJoined)
                end++;
            terms.Add(end == first + 1 ? TermOf(runs[first]) : Compound(runs[first..end]));
            first = end;
        }
        var words = terms.Where(static term => term.Match.Length > 3 || !char.IsAsciiLetter(term.Match[1])).ToList();
        return [.. (words.Count > 0 ? words : terms).DistinctBy(static term => term.Match)];
    }

    private static WordTerm TermOf(WordRun run)
    {
        var parts = run.Parts.Take(MaxPhrase).ToList();
        if (parts.Count == 1)
            return new WordTerm(Phrase(parts), [], IsShort: !run.IsDense && parts[0].Length <= MaxShort);
        // Words of scripts without spaces are not known, but most have two characters.
        if (run.IsDense)
            return new WordTerm(Phrase(parts), parts.Count == 2 ? [] : [.. Pairs(parts).Select(Term)]);
        // IMG2031 is a name: others that begin with IMG are not what is meant.
        return new WordTerm(
            $"{Phrase(parts)} OR {Phrase([run.Whole!])}",
            run.IsMixed ? [] : [.. parts.Select(static part => Term([part]))]);
    }

    private static WordTerm Compound(List<WordRun> runs)
    {
        var parts = runs.SelectMany(static run => run.Parts).ToList();
        var isName = runs.Exists(static run => run.IsNumeric || run.IsMixed);
        // The T-shirt of a red-T-shirt may be a tshirt.
        var joined = runs.Count > 2 ? HyphenatedWords.Joined(runs).Select(static word => Term([word])) : [];
        return new WordTerm(
            $"{Phrase(parts)} OR {Phrase([string.Concat(parts)])}", isName ? [] : [.. runs.Select(TermOf), .. joined]);
    }

    private static IEnumerable<List<string>> Pairs(List<string> characters) =>
        characters.Zip(characters.Skip(1), static (first, second) => new List<string> { first, second });

    private static WordTerm Term(List<string> parts) => new(Phrase(parts), []);

    // The tokens hold letters, digits and marks alone, never a quotation mark.
    private static string Phrase(IEnumerable<string> parts) => $"\"{string.Join(' ', parts)}\"";
}
