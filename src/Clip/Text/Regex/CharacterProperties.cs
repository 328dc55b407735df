using Clip.Text.Unicode;

namespace Clip.Text.Regex;

/// <summary>The properties that <c>\p{…}</c> can name: general categories by their short and long names.</summary>
internal static class CharacterProperties
{
    private static readonly string[][] Names =
    [
        ["Cn", "Unassigned"], ["Lu", "UppercaseLetter"], ["Ll", "LowercaseLetter"], ["Lt", "TitlecaseLetter"],
        ["Lm", "ModifierLetter"], ["Lo", "OtherLetter"], ["Mn", "NonspacingMark"], ["Mc", "SpacingMark"],
        ["Me", "EnclosingMark"], ["Nd", "DecimalNumber"], ["Nl", "LetterNumber"], ["No", "OtherNumber"],
        ["Pc", "ConnectorPunctuation"], ["Pd", "DashPunctuation"], ["Ps", "OpenPunctuation"],
        ["Pe", "ClosePunctuation"], ["Pi", "InitialPunctuation"], ["Pf", "FinalPunctuation"],
        ["Po", "OtherPunctuation"], ["Sm", "MathSymbol"], ["Sc", "CurrencySymbol"], ["Sk", "ModifierSymbol"],
        ["So", "OtherSymbol"], ["Zs", "SpaceSeparator"], ["Zl", "LineSeparator"], ["Zp", "ParagraphSeparator"],
        ["Cc", "Control"], ["Cf", "Format"], ["Cs", "Surrogate"], ["Co", "PrivateUse"],
    ];

    private static readonly Dictionary<string, string> Groups = new(StringComparer.OrdinalIgnoreCase)
    {
        ["L"] = "L",
        ["Letter"] = "L",
        ["M"] = "M",
        ["Mark"] = "M",
        ["N"] = "N",
        ["Number"] = "N",
        ["P"] = "P",
        ["Punctuation"] = "P",
        ["S"] = "S",
        ["Symbol"] = "S",
        ["Z"] = "Z",
        ["Separator"] = "Z",
        ["C"] = "C",
        ["Other"] = "C",
    };

    /// <summary><c>\d</c></summary>
    public static CharacterSet DecimalDigits { get; } = CharacterSet.Of(static c =>
        c < 0x80 ? c is >= '0' and <= '9' : UnicodeTables.Facts(c).Category == GeneralCategory.Nd);

    /// <summary><c>\w</c></summary>
    public static CharacterSet WordCharacters { get; } =
        CharacterSet.Of(static c => c < 0x80 ? Characters.IsWord(c) : UnicodeTables.Facts(c).IsOnigurumaWord);

    /// <summary>
    /// <c>\w</c> in brackets. Oniguruma looks up a <c>\w</c> outside brackets in a Latin-1 table that includes ²³¹¼½¾,
    /// and one inside brackets in the Unicode tables, which exclude them.
    /// </summary>
    public static CharacterSet BracketedWordCharacters { get; } = CharacterSet.Of(static c =>
        c is not (0xB2 or 0xB3 or 0xB9 or >= 0xBC and <= 0xBE) && WordCharacters.Contains(c));

    /// <summary>The set with a name, or null. Case, spaces, hyphens and underscores are ignored.</summary>
    public static CharacterSet? Find(string name)
    {
        name = name.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal);
        if (name.Equals("Any", StringComparison.OrdinalIgnoreCase))
            return CharacterSet.Of(static _ => true);
        if (name.Equals("LC", StringComparison.OrdinalIgnoreCase)
            || name.Equals("CasedLetter", StringComparison.OrdinalIgnoreCase))
        {
            return CharacterSet.OfCategories(Mask(static n => n[0] is "Lu" or "Ll" or "Lt"));
        }

        if (Groups.TryGetValue(name, out var group))
            return CharacterSet.OfCategories(Mask(n => n[0].StartsWith(group, StringComparison.Ordinal)));
        var mask = Mask(n => n.Contains(name, StringComparer.OrdinalIgnoreCase));
        return mask == 0 ? null : CharacterSet.OfCategories(mask);
    }

    private static uint Mask(Func<string[], bool> belongs)
    {
        uint mask = 0;
        for (var category = 0; category < Names.Length; category++)
            mask |= belongs(Names[category]) ? 1u << category : 0;
        return mask;
    }
}
