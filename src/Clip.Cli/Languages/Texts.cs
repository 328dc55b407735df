using System.Globalization;

namespace Clip.Cli.Languages;

/// <summary>
/// Texts in the user's language. The English text stands in the code and is the key, as with gettext; a catalog per
/// language has the others, and a text that it lacks is shown in English. What programs read, such as JSON, is never
/// translated.
/// </summary>
internal static class Texts
{
    // Reading it takes time, and programs that read JSON need no text.
    private static Lazy<TextCatalog>? _catalog;

    /// <summary>Chooses the language of the process.</summary>
    /// <param name="language">One of <see cref="LanguageNames.All"/>.</param>
    public static void Use(string language) =>
        _catalog = language == LanguageNames.English ? null : new(() => TextCatalog.Load(language));

    /// <summary>A text in the user's language.</summary>
    /// <param name="english">The text in English.</param>
    public static string Of(string english) => _catalog?.Value.Find(english) ?? english;

    /// <summary>A text with values in it.</summary>
    /// <param name="english">The text in English, with <c>{0}</c>, <c>{1}</c>, ... for the values.</param>
    /// <param name="values">The values; numbers are written as the invariant culture does.</param>
    public static string Of(string english, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, Of(english), values);

    /// <summary>A text with values in it, as an interpolated string.</summary>
    /// <param name="text">The text in English.</param>
    public static string Say(TextBuilder text) => text.In(_catalog?.Value);

    /// <summary>Several texts in one line.</summary>
    public static string Join(params IEnumerable<string> texts) => string.Join(Of(", "), texts);

    /// <summary>
    /// A message whose values are in it already: <c>SUBJECT: PROBLEM; REMEDY</c> as errors are, or another line. Parts
    /// that no catalog has stay in English.
    /// </summary>
    /// <param name="english">The message in English.</param>
    public static string OfMessage(string english) =>
        _catalog is { } catalog ? OfMessage(english, catalog.Value) : english;

    internal static string OfMessage(string english, TextCatalog catalog) =>
        catalog.FindMessage(english) ?? english;
}
