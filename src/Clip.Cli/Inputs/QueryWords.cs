using System.Globalization;
using Clip.Cli.Output;
using Clip.Files;

namespace Clip.Cli.Inputs;

/// <summary>
/// Decides which words of a query name pictures, and says where a word could be meant in another way and, with
/// <c>--verbose</c>, how the whole query was understood.
/// </summary>
internal static class QueryWords
{
    /// <summary>
    /// The picture that a word names, or null. Among other words, one that is also the name of a file is a picture only
    /// where it looks like one: "black cat" is a text even where there is a file <c>cat</c>.
    /// </summary>
    public static PictureSource? Find(string word, bool isAlone)
    {
        var isPicture = PictureInput.IsPicture(word) && (isAlone || !IsFile(word) || LooksLikePath(word));
        return isPicture ? PictureInput.SourceOf(word) : null;
    }

    /// <summary>Warns about words that are taken as text though they could name a picture, and about weights.</summary>
    public static void Warn(IReadOnlyList<string> words, Query query, Terminal terminal)
    {
        var isAlone = words.Count == 1;
        foreach (var word in words)
        {
            if (Find(word, isAlone) is not null)
                continue;
            if (!isAlone && IsFile(word))
                terminal.Warn($"{word}: is taken as a word, though a file has that name; write ./{word} for the file");
            else
                InputItem.WarnIfFileIsMissing(word, terminal);
            if (query.Terms.Count > 1 && HasTimeOrRatio(word, out var number))
            {
                terminal.Warn(
                    $"{Quoted.Of(word)}: {number} is taken as the weight of the rest; for the whole text write "
                    + Quoted.Of("1:" + word));
            }
        }
    }

    /// <summary>The query as it was understood, in one line.</summary>
    public static string Describe(Query query)
    {
        var terms = query.Terms.Select((term, i) =>
        {
            var weight = Math.Abs(term.Weight);
            var sign = term.Weight < 0 ? "- " : i > 0 ? "+ " : "";
            var factor = weight == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{weight} x ");
            return sign + factor + term switch
            {
                TextTerm text => $"text {Quoted.Of(text.Value)}",
                PictureTerm picture => $"picture {picture.Source.Name}",
                _ => "vector",
            };
        });
        return $"the query: {string.Join(' ', terms)}";
    }

    private static bool IsFile(string word) => File.Exists(word);

    private static bool LooksLikePath(string word) =>
        PictureFileName.HasPictureExtension(word) || word.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar);

    /// <summary>Whether a word begins like <c>16:9</c> or <c>3:00 pm</c>, rarely meant as a weight.</summary>
    private static bool HasTimeOrRatio(string word, out string number)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        number = word[..Math.Max(0, colon)];
        return number.Length > 0 && number.All(char.IsAsciiDigit)
            && colon + 1 < word.Length && char.IsAsciiDigit(word[colon + 1])
            && !word.AsSpan(colon + 1).Contains(':');
    }
}
