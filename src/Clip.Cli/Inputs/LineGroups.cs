namespace Clip.Cli.Inputs;

/// <summary>
/// Reads lines as they arrive: those that have arrived already come together, and one that comes alone is returned at
/// once, so that a program at the other end of a pipe may wait for each answer before it writes the next line.
/// </summary>
internal sealed class LineGroups(Stream stream, string name)
{
    private const int LongestLine = 16 << 20;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>
    /// Reads groups of up to <paramref name="most"/> lines, without their line ends. Bytes after the last line end are
    /// a line too.
    /// </summary>
    /// <exception cref="ClipException">The stream cannot be read, or a line is longer than any text can be.</exception>
    public IEnumerable<List<byte[]>> Read(int most)
    {
        List<byte[]> group = [];
        for (var more = true; more;)
        {
            more = Fill();
            while (NextLine(isLast: !more) is { } line)
            {
                group.Add(line);
                if (group.Count < most)
                    continue;
                yield return group;
                group = [];
            }
            if (group.Count == 0)
                continue;
            yield return group;
            group = [];
        }
    }

    private byte[]? NextLine(bool isLast)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        var length = rest.IndexOf((byte)'\n');
        if (length < 0)
        {
            if (!isLast || rest.IsEmpty)
                return null;
            length = rest.Length;
        }
        _start = Math.Min(_end, _start + length + 1);
        return rest[..length].ToArray();
    }

    /// <summary>Waits for bytes; false at the end of the stream.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == LongestLine)
        {
            throw new ClipException(
                name, $"has a line of more than {LongestLine >> 20} MB", "write one JSON value per line");
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(LongestLine, _buffer.Length * 2));
        try
        {
            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClipException(name, $"cannot be read ({error.Message.TrimEnd('.')})", null, error);
        }
    }
}
