using System.Collections.Frozen;

namespace Clip.Text;

/// <summary>
/// Recognizes a language other than English that is written with Latin letters too, by its articles, prepositions and
/// other small words. Names and titles have some of them in English as well, and single nouns have none, so that a text
/// must have enough of them, and is otherwise taken for English.
/// </summary>
internal static class LatinLanguage
{
    /// <summary>With so few words, an indefinite article in front is enough.</summary>
    private const int FewWords = 3;

    private const double LeastShare = 0.25;

    private static readonly char[] Separators =
        [' ', '\t', '\n', '\r', ',', '.', ';', ':', '!', '?', '"', '(', ')', '\'', '\u2019', '-', '/'];

    private static readonly FrozenSet<string> English = Words(
        "the of and with is are this that from by for his her its their while near under over behind");

    private static readonly FrozenSet<string> Articles = Words("ein eine einen une un una uma een ett");

    /// <summary>Words that English has too, such as the German "die" and "an", are left out.</summary>
    private static readonly (string Language, FrozenSet<string> Words)[] Languages =
    [
        ("German", Words("der das und ein eine einen einem einer mit auf dem des im zum zur für von bei vor nach aus "
            + "über unter neben hinter zwischen ist sind nicht sich auch oder wird beim vom")),
        ("French", Words("le la les un une des du de et dans sur avec pour qui au aux est sont sous devant derrière "
            + "près entre ou son sa ses")),
        ("Spanish", Words("el la los las un una de del y en con por para que sobre bajo junto al entre detrás es "
            + "está su sus")),
        ("Italian", Words("il lo la gli le un una uno di del della dei delle e con per che sul sulla nel nella al alla "
            + "sotto sopra vicino tra da")),
        ("Portuguese", Words("o os as um uma de da dos das e em na nas nos por para que sobre sob ao perto entre")),
        ("Dutch", Words("de het een en met op bij naar onder voor achter naast tussen uit zijn zit staat")),
        ("Swedish", Words("en ett och på med i av som under bakom bredvid vid är det")),
        ("Danish or Norwegian", Words("en et og på med i av af som under bak ved er det til")),
        ("Polish", Words("na w z i do pod nad przy obok jest się oraz ze dla")),
        ("Turkish", Words("bir ve ile bu için olan üzerinde altında yanında")),
    ];

    /// <summary>The language of a text; null where it may be English.</summary>
    public static string? Of(string text)
    {
        var all = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        string[] words = [.. all.Select(static word => word.ToLowerInvariant())];
        if (words.Length < 2 || words.Any(English.Contains))
            return null;
        var found = Languages
            .Select(language => (language.Language, language.Words,
                Count: words.Where(language.Words.Contains).Distinct().Count()))
            .GroupBy(static language => language.Count).MaxBy(static group => group.Key)!;
        var isEnough = found.Key >= 2 && found.Key >= LeastShare * words.Length;
        var hasMarks = found.Key >= 1 && words.Any(static word => word.Any(static letter => letter > '\x7f'));
        var isShort = words.Length <= FewWords && Articles.Contains(all[0]);
        if (!isEnough && !hasMarks && !isShort)
            return null;
        // A name such as Rio de la Plata is one in English too. In German all nouns are written as names are.
        var (first, small, _) = found.First();
        return first == "German" || all.Any(word => char.IsLower(word[0]) && !small.Contains(word))
            ? string.Join(" or ", found.Take(2).Select(static language => language.Language))
            : null;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
