using System.Globalization;

namespace Clip.Cli.Languages;

/// <summary>
/// Texts in the user's language. The English text stands in the code and is the key, as with gettext; a catalog per
/// language has the others, and a text that it lacks is shown in English. What programs read, such as JSON, is never
/// translated.
/// </summary>
internal static class Texts
{
    private static Catalog? _catalog;

    /// <summary>Chooses the language of the process.</summary>
    /// <param name="language">One of <see cref="LanguageNames.All"/>.</param>
    public static void Use(string language) =>
        _catalog = language == LanguageNames.English ? null : Catalog.Load(language);

    /// <summary>A text in the user's language.</summary>
    /// <param name="english">The text in English.</param>
    public static string Of(string english) => _catalog?.Find(english) ?? english;

    /// <summary>A text with values in it.</summary>
    /// <param name="english">The text in English, with <c>{0}</c>, <c>{1}</c>, ... for the values.</param>
    /// <param name="values">The values; numbers are written as the invariant culture does.</param>
    public static string Of(string english, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, Of(english), values);

    /// <summary>A text about a number of things. A language without plurals has the same text for both.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The text for one, with <c>{0}</c> for the number.</param>
    /// <param name="several">The text for other numbers.</param>
    public static string Plural(long count, string one, string several) => Of(count == 1 ? one : several, count);
}
