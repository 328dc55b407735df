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
    private static readonly (string Name, string Letters, FrozenSet<string> Words)[] Languages =
    [
        ("German", "äöüß", Words(
            "der das und ein eine einen einem einer mit auf dem des im zum zur für von bei vor nach aus über "
            + "unter neben hinter zwischen ist sind nicht sich auch oder wird beim vom")),
        ("French", "àâçèêëîïôœù", Words(
            "le la les un une des du de et dans sur avec pour qui au aux est sont sous devant derrière près "
            + "entre ou son sa ses")),
        ("Spanish", "ñáíóú", Words(
            "el la los las un una de del y en con por para que sobre bajo junto al entre detrás es está su "
            + "sus")),
        ("Italian", "àèìòù", Words(
            "il lo la gli le un una uno di del della dei delle e con per che sul sulla nel nella al alla "
            + "sotto sopra vicino tra da")),
        ("Portuguese", "ãõâêçáéí", Words(
            "o os as um uma de da dos das e em na nas nos por para que sobre sob ao perto entre")),
        ("Dutch", "ë", Words(
            "de het een en met op bij naar onder voor achter naast tussen uit zijn zit staat")),
        ("Swedish", "åäö", Words("en ett och på med i av som under bakom bredvid vid är det")),
        ("Danish or Norwegian", "åæø", Words("en et og på med i av af som under bak ved er det til")),
        ("Polish", "ąćęłńóśźż", Words("na w z i do pod nad przy obok jest się oraz ze dla")),
        ("Turkish", "çğıöşü", Words("bir ve ile bu için olan üzerinde altında yanında")),
    ];

    /// <summary>The language of a text; null where it may be English.</summary>
    public static string? Of(string text)
    {
        var all = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        string[] words = [.. all.Select(static word => word.ToLowerInvariant())];
        if (words.Length < 2 || words.Any(English.Contains))
            return null;
        var hasMarks = words.Any(static word => word.Any(static letter => letter > '\x7f'));
        var candidates = Languages
            .Select(language => (language.Name, language.Words,
                Count: words.Where(language.Words.Contains).Distinct().Count(),
                HasLetters: text.AsSpan().ContainsAny(language.Letters)))
            .Where(language => language.Count > 0 && (language.Count >= LeastShare * words.Length || hasMarks)
                && (language.Count > 1 || hasMarks || (words.Length <= FewWords && Articles.Contains(all[0]))))
            .ToList();
        if (candidates.Count == 0)
            return null;
        var best = candidates.GroupBy(static language => language.Count + (language.HasLetters ? 0.5 : 0))
            .MaxBy(static group => group.Key)!;
        // A name such as Rio de la Plata is one in English too. In German all nouns are written as names are.
        var first = best.First();
        return first.Name == "German" || all.Any(word => char.IsLower(word[0]) && !first.Words.Contains(word))
            ? string.Join(" or ", best.Take(2).Select(static language => language.Name))
            : null;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
