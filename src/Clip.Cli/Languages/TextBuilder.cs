using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Clip.Cli.Languages;

/// <summary>
/// Takes an interpolated string apart, so that it can be said in another language: its English text with <c>{0}</c>,
/// <c>{1}</c>, ... is the key of the catalog, and its values are written as the invariant culture does.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct TextBuilder
{
    private readonly StringBuilder _english = new();
    private readonly List<string> _values = [];

    public TextBuilder(int literalLength, int formattedCount)
    {
        _english.EnsureCapacity(literalLength + (3 * formattedCount));
        _values.EnsureCapacity(formattedCount);
    }

    public void AppendLiteral(string text) => _english.Append(
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted<T>(T value) => AppendFormatted(value, 0, null);

    public void AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
        var text = value is IFormattable formattable
            ? formattable.ToString(format, CultureInfo.InvariantCulture)
            : value?.ToString() ?? "";
        _english.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(alignment >= 0 ? text.PadLeft(alignment) : text.PadRight(-alignment));
    }

    /// <summary>The text in the language of a catalog; in English where it is null.</summary>
    public string In(TextCatalog? catalog)
    {
        var english = _english.ToString();
        return string.Format(CultureInfo.InvariantCulture, catalog?.Find(english) ?? english, [.. _values]);
    }
}
