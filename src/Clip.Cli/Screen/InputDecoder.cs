using System.Globalization;
using System.Text;

namespace Clip.Cli.Screen;

/// <summary>
/// Decodes what a terminal in raw mode sends: characters in UTF-8, keys (xterm's sequences), the mouse (SGR), pasted
/// text and answers. Bytes come in any pieces; unknown sequences are dropped.
/// </summary>
internal sealed class InputDecoder
{
    private const int LongestSequence = 4096;
    private const int LongestPaste = 1 << 16;
    private const string PasteEnd = "\e[201~";

    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _pending = new();
    private StringBuilder? _paste;

    /// <summary>Whether a beginning of a sequence waits; alone, it is the Escape key.</summary>
    public bool IsWaiting => _pending.Length > 0;

    /// <summary>Decodes the next bytes.</summary>
    public IReadOnlyList<ScreenEvent> Decode(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[bytes.Length + 1];
        var count = _utf8.GetChars(bytes, characters, flush: false);
        List<ScreenEvent> events = [];
        _pending.Append(characters, 0, count);
        while (_pending.Length > 0 && TakeOne(events))
        {
            // The next one.
        }
        return events;
    }

    /// <summary>Nothing has followed for a while, so what waits is complete.</summary>
    public IReadOnlyList<ScreenEvent> Flush()
    {
        List<ScreenEvent> events = [];
        if (_paste is not null || _pending.Length == 0)
            return events;
        var rest = _pending.ToString();
        _pending.Clear();
        if (rest == "\e")
            events.Add(new ScreenEvent.Pressed(Key.Escape));
        else if (rest is ['\e', var letter and ('[' or 'O' or 'P' or '_' or ']')])
            events.Add(new ScreenEvent.Pressed(Key.Text, letter.ToString()) { Alt = true });
        return events;
    }

    private bool TakeOne(List<ScreenEvent> events)
    {
        if (_paste is not null)
            return TakePaste(events);
        var first = _pending[0];
        if (first != '\e')
        {
            var length = char.IsHighSurrogate(first) ? 2 : 1;
            if (_pending.Length < length)
                return false;
            var text = Remove(length);
            if (KeyOf(text) is { } pressed)
                events.Add(pressed);
            return true;
        }
        if (_pending.Length == 1)
            return false;
        return _pending[1] switch
        {
            '[' => TakeControl(events),
            'O' => TakeShort(events),
            ']' or 'P' or '_' or '^' => TakeString(events),
            '\e' => TakeEscape(events),
            _ => TakeAlt(events),
        };
    }

    /// <summary>CSI: parameters, then one character from @ to ~.</summary>
    private bool TakeControl(List<ScreenEvent> events)
    {
        for (var i = 2; i < _pending.Length; i++)
        {
            if (_pending[i] is >= '@' and <= '~')
            {
                var sequence = Remove(i + 1);
                if (sequence == "\e[200~")
                    _paste = new StringBuilder();
                else if (OfControl(sequence[2..^1], sequence[^1]) is { } happened)
                    events.Add(happened);
                return true;
            }
            // A new sequence begins, or this is none: what came first is lost.
            if (_pending[i] is '\e' or < ' ' || i > LongestSequence)
            {
                Remove(i);
                return true;
            }
        }
        return false;
    }

    /// <summary>SS3: keys of terminals in application mode.</summary>
    private bool TakeShort(List<ScreenEvent> events)
    {
        if (_pending.Length < 3)
            return false;
        if (OfControl("", Remove(3)[2]) is { } happened)
            events.Add(happened);
        return true;
    }

    /// <summary>A string that ends with ST or BEL: an answer.</summary>
    private bool TakeString(List<ScreenEvent> events)
    {
        for (var i = 2; i < _pending.Length; i++)
        {
            var isBell = _pending[i] == '\a';
            if (!isBell && !(_pending[i] == '\\' && _pending[i - 1] == '\e'))
                continue;
            var sequence = Remove(i + 1);
            events.Add(new ScreenEvent.Answered(sequence[1..(isBell ? ^1 : ^2)]));
            return true;
        }
        if (_pending.Length > LongestSequence)
            Remove(_pending.Length);
        return false;
    }

    private bool TakeEscape(List<ScreenEvent> events)
    {
        Remove(1);
        events.Add(new ScreenEvent.Pressed(Key.Escape));
        return true;
    }

    private bool TakeAlt(List<ScreenEvent> events)
    {
        var length = char.IsHighSurrogate(_pending[1]) ? 3 : 2;
        if (_pending.Length < length)
            return false;
        if (KeyOf(Remove(length)[1..]) is { } pressed)
            events.Add(pressed with { Alt = true });
        return true;
    }

    private bool TakePaste(List<ScreenEvent> events)
    {
        var text = _pending.ToString();
        var end = text.IndexOf(PasteEnd, StringComparison.Ordinal);
        // The end may have arrived in part.
        var take = end >= 0 ? end : Math.Max(0, text.Length - PasteEnd.Length + 1);
        if (_paste!.Length < LongestPaste)
            _paste.Append(text, 0, Math.Min(take, LongestPaste - _paste.Length));
        Remove(end >= 0 ? end + PasteEnd.Length : take);
        if (end < 0)
            return false;
        events.Add(new ScreenEvent.Pasted(_paste.ToString()));
        _paste = null;
        return true;
    }

    private string Remove(int length)
    {
        var text = _pending.ToString(0, length);
        _pending.Remove(0, length);
        return text;
    }

    private static ScreenEvent.Pressed? KeyOf(string text) => text[0] switch
    {
        '\r' or '\n' => new(Key.Enter),
        '\t' => new(Key.Tab),
        '\x7f' or '\b' => new(Key.Backspace),
        '\0' => new(Key.Text, " ") { Control = true },
        >= '\x01' and <= '\x1a' and var control => new(Key.Text, ((char)(control + '`')).ToString()) { Control = true },
        < ' ' => null,
        >= '\x80' and < '\xa0' => null,
        _ => new(Key.Text, text),
    };

    private static ScreenEvent? OfControl(string parameters, char end)
    {
        if (parameters.StartsWith('<'))
            return MouseOf(parameters[1..], end);
        if (parameters.StartsWith('?') || end is 't' or 'R' or 'n')
            return new ScreenEvent.Answered($"[{parameters}{end}");
        var numbers = parameters.Split(';').Select(static part => Number(part.Split(':')[0])).ToList();
        var key = end switch
        {
            'A' => Key.Up,
            'B' => Key.Down,
            'C' => Key.Right,
            'D' => Key.Left,
            'H' => Key.Home,
            'F' => Key.End,
            'Z' => Key.BackTab,
            'P' => Key.F1,
            'M' => Key.Enter, // the keypad's
            '~' => OfNumber(numbers[0]),
            _ => Key.Other,
        };
        if (end is 'I' or 'O')
            return null; // the window has got or lost the focus
        var modifiers = numbers.Count > 1 && numbers[1] > 0 ? numbers[1] - 1 : 0;
        return new ScreenEvent.Pressed(key)
        {
            Alt = (modifiers & 2) != 0,
            Control = (modifiers & 4) != 0,
        };
    }

    private static Key OfNumber(int number) => number switch
    {
        1 or 7 => Key.Home,
        3 => Key.Delete,
        4 or 8 => Key.End,
        5 => Key.PageUp,
        6 => Key.PageDown,
        11 => Key.F1,
        _ => Key.Other,
    };

    private static ScreenEvent.Mouse? MouseOf(string parameters, char end)
    {
        if (parameters.Split(';') is not [var what, var column, var line] || end is not ('M' or 'm'))
            return null;
        var (code, x, y) = (Number(what), Number(column) - 1, Number(line) - 1);
        if (x < 0 || y < 0)
            return null;
        var action = (code & 64) != 0 ? (code & 1) == 0 ? MouseAction.WheelUp : MouseAction.WheelDown
            : end == 'm' ? MouseAction.Release
            : (code & 32) != 0 ? MouseAction.Drag
            : MouseAction.Press;
        return new ScreenEvent.Mouse(action, code & 3, x, y, (code & 16) != 0);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
