using System.Text.Unicode;

namespace Clip.Captions;

/// <summary>Reads the lines of a caption file that are valid text, and reports the others.</summary>
internal sealed class CaptionLines(Stream stream, CaptionCollector found)
{
    private readonly Utf8Lines _lines = new(stream, CaptionFile.MaxLineBytes);

    /// <summary>The number of the line, from 1.</summary>
    public long Number => _lines.Number;

    /// <summary>The line without its end, valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Current => _lines.Current;

    /// <summary>Goes to the next valid line; false after the last one.</summary>
    public bool Read()
    {
        while (_lines.Read())
        {
            found.Cancellation.ThrowIfCancellationRequested();
            if (_lines.TooLong)
                found.BadLength(Number);
            else if (!Utf8.IsValid(Current))
                found.BadEncoding(Number);
            else
                return true;
        }

        return false;
    }
}
