namespace Clip.Captions;

/// <summary>Reads lines that end with LF, CR LF or CR; memory is bounded by the longest allowed line.</summary>
internal sealed class Utf8Lines(Stream stream, int maxBytes)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _line;
    private int _lineLength;
    private int _next;
    private int _end;
    private bool _afterReturn;

    /// <summary>The number of the line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the line is longer than allowed, which leaves <see cref="Current"/> empty.</summary>
    public bool TooLong { get; private set; }

    /// <summary>The line without its end, valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_line, _lineLength);

    /// <summary>Goes to the next line; false after the last one.</summary>
    public bool Read()
    {
        TooLong = false;
        _line = _next;
        if (!SkipLineFeedAfterReturn())
            return false;

        var scanned = 0; // bytes of this line that are known to contain no line end
        while (true)
        {
            var found = _buffer.AsSpan(_line + scanned, _end - _line - scanned).IndexOfAny((byte)'\n', (byte)'\r');
            if (found >= 0)
                return EndLine(scanned + found, endBytes: 1);

            scanned = _end - _line;
            if (scanned > maxBytes)
            {
                TooLong = true;
                _line = _end;
                scanned = 0;
            }

            if (!Fill())
                return (scanned > 0 || TooLong) && EndLine(scanned, endBytes: 0);
        }
    }

    private bool SkipLineFeedAfterReturn()
    {
        if (!_afterReturn)
            return true;
        _afterReturn = false;
        if (_line == _end && !Fill())
            return false;
        if (_buffer[_line] == '\n')
            _line++;
        return true;
    }

    private bool EndLine(int length, int endBytes)
    {
        Number++;
        TooLong |= length > maxBytes;
        _next = _line + length + endBytes;
        _afterReturn = endBytes > 0 && _buffer[_next - 1] == '\r';
        _lineLength = TooLong ? 0 : length;
        return true;
    }

    /// <summary>
    /// Moves the line to the start of the buffer and reads more after it; false at the end of the stream.
    /// </summary>
    private bool Fill()
    {
        var kept = _end - _line;
        if (_line > 0)
            _buffer.AsSpan(_line, kept).CopyTo(_buffer);
        else if (kept == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        _line = 0;
        var read = stream.Read(_buffer, kept, _buffer.Length - kept);
        _end = kept + read;
        return read > 0;
    }
}
