namespace Clip.Text.Unicode;

/// <summary>One record of unicode.bin. generate.py defines its bits.</summary>
internal readonly struct CharacterFacts(uint bits)
{
    /// <summary>The general category as Oniguruma sees it.</summary>
    public GeneralCategory Category => (GeneralCategory)(bits & 0x1F);

    public GraphemeClass Grapheme => (GraphemeClass)(bits >> 5 & 0xF);

    /// <summary><c>char::is_numeric</c> of Rust.</summary>
    public bool IsNumeric => (bits & 1 << 9) != 0;

    /// <summary><c>\w</c> of Rust's regex.</summary>
    public bool IsWord => (bits & 1 << 10) != 0;

    /// <summary><c>\w</c> of Oniguruma.</summary>
    public bool IsOnigurumaWord => (bits & 1 << 11) != 0;

    /// <summary>Punctuation as the pre-tokenizers define it, ASCII symbols included.</summary>
    public bool IsPunctuation => (bits & 1 << 12) != 0;

    /// <summary>Removed by BERT's clean_text.</summary>
    public bool IsBertControl => (bits & 1 << 13) != 0;

    /// <summary>Removed by BERT's strip_accents.</summary>
    public bool IsBertAccent => (bits & 1 << 14) != 0;

    /// <summary>Removed by StripAccents.</summary>
    public bool IsCombiningMark => (bits & 1 << 15) != 0;

    public bool HasCanonicalDecomposition => (bits & 1 << 16) != 0;

    public bool HasCompatibilityDecomposition => (bits & 1 << 17) != 0;

    /// <summary>NFC changes the code point even on its own.</summary>
    public bool ChangesUnderNfc => (bits & 1 << 18) != 0;

    /// <summary>The code point can be the second of a pair that composes.</summary>
    public bool ComposesWithPrevious => (bits & 1 << 19) != 0;

    public bool HasLower => (bits & 1 << 20) != 0;

    public bool IsExtendedPictographic => (bits & 1 << 21) != 0;

    /// <summary>NFKC changes the code point even on its own.</summary>
    public bool ChangesUnderNfkc => (bits & 1 << 22) != 0;

    public int CombiningClass => (int)(bits >> 24);
}

/// <summary>General categories, in the order of generate.py.</summary>
internal enum GeneralCategory
{
    Cn, Lu, Ll, Lt, Lm, Lo, Mn, Mc, Me, Nd, Nl, No, Pc, Pd, Ps, Pe, Pi, Pf, Po, Sm, Sc, Sk, So, Zs, Zl, Zp,
    Cc, Cf, Cs, Co,
}

/// <summary>Grapheme_Cluster_Break classes (Unicode Standard Annex 29), in the order of generate.py.</summary>
internal enum GraphemeClass
{
    Other, CR, LF, Control, Extend, ZWJ, RegionalIndicator, Prepend, SpacingMark, L, V, T, LV, LVT,
}
