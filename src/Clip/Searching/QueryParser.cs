using System.Globalization;

namespace Clip.Searching;

/// <summary>Parses the query syntax that <see cref="Query.Parse"/> describes.</summary>
internal static class QueryParser
{
    public static List<QueryTerm> Parse(IReadOnlyList<string> words, Func<string, PictureSource?> pictureOf)
    {
        List<QueryTerm> terms = [];
        List<string> pending = [];
        var sign = 1;
        for (var i = 0; i < words.Count; i++)
        {
            // A minus that begins or ends the query is no operator: a face may use it as the name of an input.
            var isOperator = words[i] is "+" || (words[i] is "-" && pending.Count > 0 && i + 1 < words.Count);
            if (!isOperator)
            {
                pending.Add(words[i]);
                continue;
            }
            terms.Add(ParseTerm(pending, sign, pictureOf, words[i]));
            pending.Clear();
            sign = words[i] == "+" ? 1 : -1;
        }
        terms.Add(ParseTerm(pending, sign, pictureOf, "the query"));
        return terms;
    }

    private static QueryTerm ParseTerm(
        List<string> words, int sign, Func<string, PictureSource?> pictureOf, string subject)
    {
        var value = string.Join(' ', words);
        if (words.Count == 1 && pictureOf(value) is { } whole)
            return new PictureTerm(whole, sign);

        var (weight, rest) = SplitWeight(value);
        if (string.IsNullOrWhiteSpace(rest))
            throw words.Count == 0 ? SearchException.MissingTerm(subject) : SearchException.EmptyTerm(subject);
        // Several words never name a picture: only one word, which may itself contain spaces, can.
        return words.Count == 1 && pictureOf(rest) is { } picture
            ? new PictureTerm(picture, sign * weight)
            : new TextTerm(rest, sign * weight);
    }

    /// <summary>
    /// Splits <c>2:golden retriever</c> into weight and text. A text such as <c>10:30 train</c> is written
    /// <c>1:10:30 train</c>.
    /// </summary>
    private static (double Weight, string Value) SplitWeight(string value)
    {
        var colon = value.IndexOf(':');
        var hasWeight = double.TryParse(
            value.AsSpan(0, Math.Max(0, colon)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var weight);
        return hasWeight && double.IsFinite(weight) ? (weight, value[(colon + 1)..].TrimStart()) : (1, value);
    }
}
