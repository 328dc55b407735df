using System.Text;

namespace Clip.Cli.Languages;

/// <summary>
/// The texts of a language: the file <c>LANGUAGE.po</c> beside this one, in the form of gettext's catalogs, which
/// translators have tools for. Pairs of <c>msgid</c>, the English text, and <c>msgstr</c>; both may go on in further
/// lines, and <c>#</c> begins a comment.
/// </summary>
internal sealed class TextCatalog
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Lazy<List<MessageTemplate>> _templates;

    private TextCatalog() => _templates = new(() =>
    [
        .. _texts.Where(static pair => MessageTemplate.HasValues(pair.Key))
            .Select(pair => new MessageTemplate(pair.Key, pair.Value, IsCounted))
            .Where(static template => template.IsTelling)
            .OrderByDescending(static template => template.Extends)
            .ThenByDescending(static template => template.Length),
    ]);

    /// <summary>The English texts that it has.</summary>
    public IReadOnlyCollection<string> Keys => _texts.Keys;

    /// <summary>The catalog of a language that is part of the program.</summary>
    public static TextCatalog Load(string language)
    {
        using var stream = typeof(TextCatalog).Assembly.GetManifestResourceStream($"{language}.po")
            ?? throw new ArgumentException("The program has no such language.", nameof(language));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Read(reader);
    }

    /// <summary>Reads a catalog.</summary>
    /// <exception cref="FormatException">A line is no part of a catalog, or a text is there twice.</exception>
    public static TextCatalog Read(TextReader reader)
    {
        var catalog = new TextCatalog();
        StringBuilder key = new(), text = new();
        StringBuilder? current = null;
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            line = line.Trim();
            if (line.StartsWith("msgid ", StringComparison.Ordinal))
            {
                catalog.Add(key, text, number);
                current = key;
                line = line["msgid ".Length..];
            }
            else if (line.StartsWith("msgstr ", StringComparison.Ordinal))
            {
                current = text;
                line = line["msgstr ".Length..];
            }
            else if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (current is null || line is not ['"', .., '"'] || line.Length < 2)
                throw new FormatException($"line {number} is no part of a catalog");
            AppendUnescaped(current, line.AsSpan(1, line.Length - 2));
        }
        catalog.Add(key, text, number);
        return catalog;
    }

    /// <summary>The text for an English one, or null.</summary>
    public string? Find(string english) => _texts.GetValueOrDefault(english);

    /// <summary>
    /// The text for a message that has values in it already, such as an error of the library; null where none fits.
    /// Parts of it that the catalog lacks stay in English.
    /// </summary>
    public string? FindMessage(string message) =>
        new MessageTranslator(Find, _templates.Value).Translate(message)?.Text;

    /// <summary>
    /// Whether a part of a text begins with a noun that the catalog has after a number, in the singular and in the
    /// plural: <c>{0} picture</c> and <c>{0} pictures</c>. Only numbers stand before it.
    /// </summary>
    private bool IsCounted(string text)
    {
        if (!text.StartsWith(' '))
            return false;
        for (var end = 1; end <= text.Length; end++)
        {
            if ((end == text.Length || !char.IsAsciiLetter(text[end]))
                && text[..end].TrimEnd('s') is var noun
                && _texts.ContainsKey($"{{0}}{noun}") && _texts.ContainsKey($"{{0}}{noun}s"))
            {
                return true;
            }
        }
        return false;
    }

    private void Add(StringBuilder key, StringBuilder text, int line)
    {
        // The pair with an empty key describes the file, and an empty text is one that is yet to be translated.
        if (key.Length > 0 && text.Length > 0 && !_texts.TryAdd(key.ToString(), text.ToString()))
            throw new FormatException($"\"{key}\" is there twice (before line {line})");
        key.Clear();
        text.Clear();
    }

    private static void AppendUnescaped(StringBuilder to, ReadOnlySpan<char> escaped)
    {
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\' || i + 1 == escaped.Length)
            {
                to.Append(escaped[i]);
                continue;
            }
            to.Append(escaped[++i] switch
            {
                'n' => '\n',
                't' => '\t',
                var other => other,
            });
        }
    }
}
