using System.Text;

namespace Clip.Catalog.Words;

/// <summary>
/// Splits captions, names and queries into the words that a search compares: without case and accents, compounds at
/// their inner boundaries, and scripts without spaces into characters. What a query finds depends on nothing but
/// these rules, so a change of them needs a new format of the catalog.
/// </summary>
/// <remarks>
/// SQLite's own tokenizers do not suffice: <c>unicode61</c> makes one token of a run of Chinese or Thai, which then is
/// found only as a whole, and <c>trigram</c> finds no word of two characters, which most Chinese ones are. A word of
/// such a script is stored as its characters and looked up as a phrase of them.
/// </remarks>
internal sealed class WordSplitter
{
    /// <summary>Longer tokens are cut, in the index as in queries.</summary>
    internal const int MaxTokenLength = 64;

    /// <summary>U+2010, of which the one that does not break (U+2011) is another form.</summary>
    private const int Hyphen = 0x2010;

    private readonly List<WordRun> _runs = [];
    private readonly List<string> _parts = [];
    private readonly StringBuilder _token = new();
    private WordCharacter _last = WordCharacter.Separator;
    private bool _isDense;
    private bool _isJoined;
    private bool _isHyphenated;
    private long _separators = 2;
    private bool _isLastHyphen;
    private int _capitals;
    private int _lastStart;

    private WordSplitter()
    {
    }

    /// <summary>The words of a text in order.</summary>
    /// <param name="text">Any text; what is no letter, digit or pictograph separates words.</param>
    /// <param name="maxRuns">The most runs to return.</param>
    public static List<WordRun> Split(string text, int maxRuns = int.MaxValue)
    {
        var splitter = new WordSplitter();
        var folded = WordFolding.Compose(text);
        for (var i = 0; i < folded.Length && splitter._runs.Count < maxRuns;)
        {
            Rune.DecodeFromUtf16(folded.AsSpan(i), out var rune, out var length);
            i += length;
            // "Anna's" is found as "Anna".
            if (rune.Value is '\'' or '’' && splitter.EndsInPossessive(folded.AsSpan(i)))
                i++;
            splitter.Take(rune);
        }
        if (splitter._runs.Count < maxRuns)
            splitter.EndRun();
        return splitter._runs;
    }

    private void Take(Rune rune)
    {
        var kind = WordFolding.KindOf(rune);
        switch (kind)
        {
            case WordCharacter.Ignored:
                return;
            case WordCharacter.Separator:
                EndRun();
                // Anything but one of these is as good as a space.
                _isLastHyphen = rune.Value is '-' or Hyphen;
                _separators += _isLastHyphen || rune.Value is '_' or '.' or '/' ? 1 : 2;
                return;
            case WordCharacter.Mark:
                // A mark belongs to the character before it.
                if (_last != WordCharacter.Separator)
                    Append(rune);
                return;
        }

        if (_last == WordCharacter.Separator || (kind == WordCharacter.Dense) != _isDense)
            BeginRun(kind == WordCharacter.Dense);
        else if (IsBoundary(kind))
            EndToken();
        else if (kind == WordCharacter.Lower && _capitals > 1)
            SplitBeforeLastCapital();
        _last = kind;
        _lastStart = _token.Length;
        _capitals = kind == WordCharacter.Upper ? _capitals + 1 : 0;
        Append(rune);
    }

    /// <summary>The last capital of HTMLPage begins the next word.</summary>
    private void SplitBeforeLastCapital()
    {
        var capital = _token.ToString(_lastStart, _token.Length - _lastStart);
        _token.Length = _lastStart;
        EndToken();
        _token.Append(capital);
    }

    private bool IsBoundary(WordCharacter kind) =>
        kind == WordCharacter.Dense
        || (kind == WordCharacter.Digit) != (_last == WordCharacter.Digit)
        || (kind == WordCharacter.Upper && _last == WordCharacter.Lower);

    private void BeginRun(bool isDense)
    {
        EndRun();
        _isDense = isDense;
        _isJoined = _separators <= 1;
        _isHyphenated = _separators == 1 && _isLastHyphen;
        _separators = 0;
    }

    private void Append(Rune rune)
    {
        if (_token.Length < MaxTokenLength)
            WordFolding.AppendFolded(rune, _token);
    }

    private void EndToken()
    {
        if (_token.Length > 0)
            _parts.Add(_token.ToString());
        _token.Clear();
    }

    private void EndRun()
    {
        EndToken();
        _last = WordCharacter.Separator;
        _capitals = 0;
        if (_parts.Count == 0)
            return;
        _runs.Add(new WordRun([.. _parts], _isDense, _isJoined, _isHyphenated));
        _parts.Clear();
    }

    private bool EndsInPossessive(ReadOnlySpan<char> rest) =>
        _last is WordCharacter.Lower or WordCharacter.Upper && rest is ['s' or 'S', ..]
        && (rest.Length == 1 || !char.IsLetterOrDigit(rest[1]));
}
