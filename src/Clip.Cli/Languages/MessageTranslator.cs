using System.Globalization;

namespace Clip.Cli.Languages;

/// <summary>
/// Translates a message that has its values in it already: a text of the catalog, a template with its values, or
/// <c>SUBJECT: PROBLEM; REMEDY</c> as errors are. Of several ways to read it, the one that leaves the least in English
/// is meant. A new one is made for each message.
/// </summary>
/// <param name="find">Finds the translation of a text without values; null where there is none.</param>
/// <param name="templates">The texts with values; of two that translate as much, the first is meant.</param>
internal sealed class MessageTranslator(Func<string, string?> find, IReadOnlyList<MessageTemplate> templates)
{
    private readonly string _semicolon = find("; ") ?? "; ";
    private readonly Dictionary<string, TranslatedMessage?> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TranslatedMessage?> _texts = new(StringComparer.Ordinal);

    /// <summary>A message in the other language; null where nothing of it is in the catalog.</summary>
    /// <param name="message">The message in English.</param>
    public TranslatedMessage? Translate(string message)
    {
        if (_messages.TryGetValue(message, out var known))
            return known;
        var best = TranslateText(message);
        if (best?.Length != message.Length)
        {
            best = Better(best, TranslateParts(message));
            // The subject may have colons too.
            for (var colon = Next(0); colon > 0; colon = Next(colon + 2))
                best = Better(best, TranslateError(message[..colon], message[(colon + 2)..]));
        }
        _messages[message] = best;
        return best;

        int Next(int from) => message.IndexOf(": ", from, StringComparison.Ordinal);
    }

    private static TranslatedMessage? Better(TranslatedMessage? one, TranslatedMessage? other) =>
        other is { } found && found.Length > (one?.Length ?? 0) ? other : one;

    private TranslatedMessage? TranslateError(string subject, string rest)
    {
        if (Better(TranslateText(rest), TranslateParts(rest)) is not { } problem)
            return null;
        var named = TranslateText(subject) ?? new TranslatedMessage(subject, 0);
        return new($"{named.Text}: {problem.Text}", named.Length + 2 + problem.Length);
    }

    /// <summary>Problem and remedy, each with or without semicolons; an unknown part stays in English.</summary>
    private TranslatedMessage? TranslateParts(string message)
    {
        var parts = message.Split("; ");
        if (parts.Length == 1)
            return null;
        // The best translation of what begins with each part, from the last one.
        var best = new TranslatedMessage[parts.Length + 1];
        best[^1] = new("", 0);
        for (var from = parts.Length - 1; from >= 0; from--)
        {
            best[from] = Join(new(parts[from], 0), best[from + 1]);
            for (var end = parts.Length; end > from; end--)
            {
                if (TranslateText(string.Join("; ", parts[from..end])) is { } text
                    && Join(text, best[end]) is var joined && joined.Length > best[from].Length)
                {
                    best[from] = joined;
                }
            }
        }
        return best[0].Length > 0 ? best[0] : null;

        TranslatedMessage Join(TranslatedMessage first, TranslatedMessage rest) =>
            rest.Text.Length == 0 ? first
                : new($"{first.Text}{_semicolon}{rest.Text}", first.Length + rest.Length);
    }

    private TranslatedMessage? TranslateText(string text)
    {
        if (_texts.TryGetValue(text, out var known))
            return known;
        TranslatedMessage? best = null;
        if (find(text) is { } whole)
        {
            best = new(whole, text.Length);
        }
        else
        {
            foreach (var template in templates)
            {
                if (template.Match(text, Translate) is { } match && match.Length > (best?.Length ?? 0))
                {
                    best = new(
                        string.Format(CultureInfo.InvariantCulture, template.Translation, match.Values), match.Length);
                }
            }
        }
        _texts[text] = best;
        return best;
    }
}
