namespace Clip.Cli.Languages;

/// <summary>The languages of help and messages.</summary>
internal static class LanguageNames
{
    /// <summary>English, the language of the texts in the code.</summary>
    public const string English = "en";

    /// <summary>Simplified Chinese.</summary>
    public const string Chinese = "zh-CN";

    // Macau, Hong Kong and Taiwan write traditional characters, which are another language here.
    private static readonly string[] Simplified = ["zh", "zh-cn", "zh-sg", "zh-hans", "zh-hans-cn", "zh-hans-sg"];

    /// <summary>The names, as the command line takes them.</summary>
    public static IReadOnlyList<string> All { get; } = [English, Chinese];

    /// <summary>The language of a name or a locale, such as <c>zh_CN.UTF-8</c>; null where it is not known.</summary>
    public static string? Find(string name)
    {
        var end = name.AsSpan().IndexOfAny(".@");
        var plain = (end < 0 ? name : name[..end]).Replace('_', '-').ToLowerInvariant();
        return Simplified.Contains(plain) ? Chinese
            : plain is "en" or "c" or "posix" || plain.StartsWith("en-", StringComparison.Ordinal) ? English
            : null;
    }

    /// <summary>
    /// The language of the locale: that of the first of LC_ALL, LC_MESSAGES and LANG that is set, or English.
    /// </summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string OfLocale(Func<string, string?> variable)
    {
        var locale = ((string[])["LC_ALL", "LC_MESSAGES", "LANG"]).Select(variable)
            .FirstOrDefault(static value => value is { Length: > 0 });
        return locale is null ? English : Find(locale) ?? English;
    }
}
