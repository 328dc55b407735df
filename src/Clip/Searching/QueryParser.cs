using System.Globalization;

namespace Clip.Searching;

/// <summary>Parses the query syntax that <see cref="Query.Parse"/> describes.</summary>
/// <param name="words">The words of the query.</param>
/// <param name="pictureOf">The picture that a word names, or null if the word is text.</param>
/// <param name="isPartOfMix">Whether the query has further terms besides those of the words.</param>
internal sealed class QueryParser(
    IReadOnlyList<string> words, Func<string, PictureSource?> pictureOf, bool isPartOfMix)
{
    /// <summary>What stands between two operators: the words of a text, or a word that names a picture.</summary>
    private readonly record struct Part(int Sign, List<string> Words, PictureSource? Picture);

    /// <exception cref="SearchException">The query is empty, or an operator lacks a term.</exception>
    public List<QueryTerm> Parse()
    {
        if (words.Count == 0)
            throw SearchException.MissingTerm("the query");
        List<Part> parts = [];
        List<string> between = [];
        string? before = null;
        for (var i = 0; i < words.Count; i++)
        {
            if (!IsOperator(i, isFirst: between.Count == 0))
            {
                between.Add(words[i]);
                continue;
            }
            AddParts(parts, between, before, after: words[i]);
            before = words[i];
            between = [];
        }
        AddParts(parts, between, before, after: null);
        var isMix = isPartOfMix || parts.Count > 1;
        return parts.ConvertAll(part => TermOf(part, isMix));
    }

    /// <summary>
    /// Whether a word joins terms. A minus where a term is due, with nothing but an operator or the end behind it, may
    /// be the name of an input.
    /// </summary>
    private bool IsOperator(int word, bool isFirst)
    {
        if (words[word] is "+" || (words[word] is "-" && !isFirst))
            return true;
        return words[word] is "-"
            && ((word + 1 < words.Count && words[word + 1] is not ("+" or "-")) || pictureOf("-") is null);
    }

    /// <summary>Splits the words between two operators into texts and pictures.</summary>
    private void AddParts(List<Part> parts, List<string> between, string? before, string? after)
    {
        if (between.Count == 0)
        {
            throw before is null
                ? SearchException.MissingTerm(after!, "before")
                : SearchException.MissingTerm(before, "after");
        }
        var (first, sign) = (parts.Count, before == "-" ? -1 : 1);
        var isText = false;
        foreach (var word in between)
        {
            if (PictureOf(word) is { } picture)
                parts.Add(new Part(sign, [word], picture));
            else if (isText)
                parts[^1].Words.Add(word);
            else
                parts.Add(new Part(sign, [word], null));
            isText = parts[^1].Picture is null;
        }
        // Whether the minus is meant for all of them cannot be known.
        if (sign < 0 && parts.Count > first + 1)
            throw SearchException.MissingOperator(string.Join(' ', parts[first + 1].Words));
    }

    private PictureSource? PictureOf(string word)
    {
        if (pictureOf(word) is { } picture)
            return picture;
        var (weight, rest) = SplitWeight(word);
        return weight is null ? null : pictureOf(rest);
    }

    private QueryTerm TermOf(Part part, bool isMix)
    {
        var value = string.Join(' ', part.Words);
        var (weight, rest) = SplitWeight(value);
        if (part.Picture is { } picture)
            return new PictureTerm(picture, part.Sign * (pictureOf(value) is null ? weight ?? 1 : 1));
        // One text alone has nothing to be weighed against, and "16:9 screen" is about a screen.
        if (!isMix || weight is null)
            (weight, rest) = (1, value);
        if (string.IsNullOrWhiteSpace(rest))
            throw SearchException.EmptyTerm(isMix && value.Length > 0 ? value : "the query");
        return new TextTerm(rest, part.Sign * weight.Value);
    }

    /// <summary>
    /// Splits <c>2:golden retriever</c> into weight and text. In a mix, <c>16:9 screen</c> is written
    /// <c>1:16:9 screen</c>.
    /// </summary>
    private static (double? Weight, string Text) SplitWeight(string value)
    {
        var colon = value.IndexOf(':');
        var hasWeight = double.TryParse(
            value.AsSpan(0, Math.Max(0, colon)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var weight);
        return hasWeight && double.IsFinite(weight) ? (weight, value[(colon + 1)..].TrimStart()) : (null, value);
    }
}
