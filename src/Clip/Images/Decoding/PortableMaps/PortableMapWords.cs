namespace Clip.Images.Decoding.PortableMaps;

/// <summary>The numbers of a text with comments, one after the other.</summary>
internal ref struct PortableMapWords(ReadOnlySpan<byte> text)
{
    private const int MostDigits = 9;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Where the white space behind the last number is.</summary>
    internal int Position { get; private set; }

    /// <summary>Reads the next number, which ends where its digits do; one that is too large is the largest.</summary>
    /// <returns>False if there is none, or something else.</returns>
    internal bool TryNext(out int number)
    {
        number = 0;
        if (!SkipToWord())
            return false;
        var digits = 0;
        for (; Position < _text.Length && char.IsAsciiDigit((char)_text[Position]); Position++)
        {
            number = ++digits > MostDigits ? int.MaxValue : (10 * number) + _text[Position] - '0';
        }

        return digits > 0;
    }

    /// <summary>Reads the next character that is neither white space nor in a comment; 0 at the end.</summary>
    internal byte NextCharacter() => SkipToWord() ? _text[Position++] : (byte)0;

    private bool SkipToWord()
    {
        while (Position < _text.Length)
        {
            if (_text[Position] == '#')
            {
                var length = _text[Position..].IndexOfAny((byte)'\n', (byte)'\r');
                Position = length < 0 ? _text.Length : Position + length;
            }
            else if (IsSpace(_text[Position]))
            {
                Position++;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
}
