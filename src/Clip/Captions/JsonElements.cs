using System.Text.Json;

namespace Clip.Captions;

/// <summary>
/// Reads the elements of a JSON document's arrays one by one: those of a root array, or of arrays that are properties
/// of a root object. Memory holds one element at a time, however long the document is.
/// </summary>
internal sealed class JsonElements(Stream stream, int maxElementBytes, int maxDepth)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _length;
    private int _counted;
    private bool _rootIsArray;
    private string? _section;
    private bool _inSection;

    /// <summary>The number of the line on which the element starts, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Reads the document to its end.</summary>
    /// <param name="sections">The names of the root's properties whose arrays are read.</param>
    /// <param name="visit">Receives each element and the property's name, which is null for a root array.</param>
    /// <exception cref="JsonException">It is not JSON, or nested too deeply.</exception>
    /// <exception cref="InvalidDataException">An element is too long.</exception>
    public void ForEach(string[] sections, Action<string?, JsonElement> visit)
    {
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = maxDepth });
        for (var final = false; ;)
        {
            var read = stream.Read(_buffer, _length, _buffer.Length - _length);
            final |= read == 0;
            _length += read;
            var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), final, state);
            ReadBuffered(ref reader, sections, visit);
            if (final)
                return;

            state = reader.CurrentState;
            var consumed = (int)reader.BytesConsumed;
            CountLines(consumed);
            _buffer.AsSpan(consumed, _length - consumed).CopyTo(_buffer);
            _length -= consumed;
            _counted -= consumed;
            if (_length < _buffer.Length)
                continue;
            if (_length >= maxElementBytes)
            {
                CountLines(_buffer.AsSpan().IndexOfAnyExcept(" \t\r\n,"u8));
                throw new InvalidDataException();
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }

    /// <summary>The section that the reader names. Escaped names never match; they may be invalid text.</summary>
    private static string? FindSection(ref Utf8JsonReader reader, string[] sections)
    {
        foreach (var section in sections)
        {
            if (!reader.ValueIsEscaped && reader.ValueTextEquals(section))
                return section;
        }

        return null;
    }

    private void ReadBuffered(ref Utf8JsonReader reader, string[] sections, Action<string?, JsonElement> visit)
    {
        var before = reader;
        while (reader.Read())
        {
            var token = reader.TokenType;
            if (reader.CurrentDepth == 0)
            {
                _rootIsArray = _inSection = token == JsonTokenType.StartArray;
            }
            else if (!_rootIsArray && reader.CurrentDepth == 1)
            {
                if (token == JsonTokenType.PropertyName)
                    _section = FindSection(ref reader, sections);
                else
                    _inSection = token == JsonTokenType.StartArray && _section is not null;
            }
            else if (_inSection)
            {
                CountLines((int)reader.TokenStartIndex);
                if (!JsonDocument.TryParseValue(ref reader, out var element))
                {
                    reader = before;
                    return;
                }

                using (element)
                    visit(_section, element.RootElement);
            }

            before = reader;
        }
    }

    /// <summary>Advances <see cref="Line"/> to an index of the buffer.</summary>
    private void CountLines(int end)
    {
        if (end <= _counted)
            return;
        Line += _buffer.AsSpan(_counted, end - _counted).Count((byte)'\n');
        _counted = end;
    }
}
