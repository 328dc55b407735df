using System.Text;

namespace Clip.Interchange.Postgres;

/// <summary>
/// The records of a table of separated values, where quotes surround what holds separators. Source: RFC 4180.
/// </summary>
/// <param name="text">The table.</param>
/// <param name="separator">What stands between two fields.</param>
internal sealed class CsvRecords(string text, char separator)
{
    private int _position;
    private long _line = 1;

    /// <summary>The next record; null after the last one.</summary>
    /// <param name="line">The line, from 1, in which it begins.</param>
    public List<string>? Read(out long line)
    {
        line = _line;
        if (_position >= text.Length)
            return null;
        List<string> values = [Field()];
        while (_position < text.Length && text[_position] == separator)
        {
            _position++;
            values.Add(Field());
        }

        while (_position < text.Length && text[_position] is ('\r' or '\n'))
            _line += text[_position++] == '\n' ? 1 : 0;
        return values;
    }

    private string Field()
    {
        if (_position >= text.Length || text[_position] != '"')
        {
            var start = _position;
            _position = VectorEnd();
            SkipToEnd();
            return text[start.._position];
        }

        var value = new StringBuilder();
        for (_position++; _position < text.Length; _position++)
        {
            if (text[_position] == '"')
            {
                _position++;
                if (_position >= text.Length || text[_position] != '"')
                    break;
            }

            _line += text[_position] == '\n' ? 1 : 0;
            value.Append(text[_position]);
        }

        // What stands between the closing quote and the separator belongs to no field.
        SkipToEnd();
        return value.ToString();
    }

    private void SkipToEnd()
    {
        while (_position < text.Length && text[_position] != separator && text[_position] is not ('\r' or '\n'))
            _position++;
    }

    /// <summary>The end of a vector that nobody has quoted; the position where there is none.</summary>
    private int VectorEnd()
    {
        if (_position >= text.Length || text[_position] is not ('[' or '{'))
            return _position;
        var close = text[_position] == '[' ? ']' : '}';
        for (var end = _position + 1; end < text.Length; end++)
        {
            if (text[end] == close)
                return end + 1;
            if (!char.IsAsciiDigit(text[end]) && text[end] is not (',' or '.' or '-' or '+' or 'e' or 'E' or ' '))
                break;
        }

        return _position;
    }
}
