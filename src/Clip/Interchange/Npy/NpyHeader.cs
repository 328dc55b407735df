using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Clip.Interchange.Npy;

/// <summary>
/// The header of NumPy's file format, versions 1 to 3: a Python literal that names the type, the order and the shape.
/// It is parsed, never evaluated. Source: numpy.lib.format.
/// </summary>
/// <param name="Type">The type as NumPy writes it, such as <c>&lt;f4</c>.</param>
/// <param name="IsColumnMajor">Whether the first dimension varies fastest.</param>
/// <param name="Shape">The length of each dimension.</param>
/// <param name="DataStart">Where the data begin in the file.</param>
internal sealed record NpyHeader(string Type, bool IsColumnMajor, long[] Shape, int DataStart)
{
    private const int MaxLength = 1 << 16;
    private const int MaxDimensions = 32;

    /// <summary>The most bytes before the data.</summary>
    public const int MaxStart = MaxLength + 12;

    /// <summary>Whether a file begins as this format does.</summary>
    public static bool Is(ReadOnlySpan<byte> start) =>
        start.Length >= 6 && start[0] == 0x93 && start[1..6].SequenceEqual("NUMPY"u8);

    /// <summary>Reads the header of a file's content.</summary>
    /// <exception cref="InterchangeException">It is damaged, or no header.</exception>
    public static NpyHeader Read(ReadOnlySpan<byte> content, string path)
    {
        if (content.IsEmpty)
            throw InterchangeException.Damaged(path, "is empty");
        if (!Is(content))
            throw new InterchangeException(path, "is not a NumPy file", "check that it is the right file");
        if (content.Length < 10)
            throw InterchangeException.Damaged(path, "ends inside its header");
        var (lengthSize, version) = (content[6] == 1 ? 2 : 4, content[6]);
        if (version is 0 or > 3)
            throw new InterchangeException(path, $"is of version {version} of NumPy's format, and 1 to 3 are known");
        var start = 8 + lengthSize;
        if (content.Length < start)
            throw InterchangeException.Damaged(path, "ends inside its header");
        var length = lengthSize == 2
            ? BinaryPrimitives.ReadUInt16LittleEndian(content[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(content[8..]);
        if (length > MaxLength)
            throw InterchangeException.Damaged(path, $"has a header of {length:N0} bytes, and no array has");
        if (length > content.Length - start)
            throw InterchangeException.Damaged(path, "ends inside its header");
        var text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(content.Slice(start, (int)length));
        return Parse(text, path, start + (int)length);
    }

    /// <summary>The number of elements; an error where the shape is impossible.</summary>
    public long Count(string path)
    {
        long count = 1;
        foreach (var length in Shape)
        {
            if (length < 0)
                throw InterchangeException.Damaged(path, $"has the impossible shape {ShapeText}");
            if (length > 0 && count > long.MaxValue / 16 / length)
                throw InterchangeException.Damaged(path, $"has the impossible shape {ShapeText}");
            count *= length;
        }

        return count;
    }

    /// <summary>The shape as Python writes it.</summary>
    public string ShapeText => $"({string.Join(", ", Shape)}{(Shape.Length == 1 ? "," : "")})";

    private static NpyHeader Parse(string text, string path, int dataStart)
    {
        string? type = null;
        bool? order = null;
        long[]? shape = null;
        var reader = new LiteralReader(text);
        if (!reader.Take('{'))
            throw NoLiteral(path);
        while (!reader.Take('}'))
        {
            if (reader.String() is not { } key || !reader.Take(':'))
                throw NoLiteral(path);
            switch (key)
            {
                case "descr":
                    if (reader.Peek('['))
                    {
                        throw new InterchangeException(
                            path, "holds records of several fields, not numbers", "save one array of 32-bit numbers");
                    }

                    type = LittleEndian(reader.String() ?? throw NoLiteral(path));
                    break;
                case "fortran_order":
                    order = reader.Word("True") ? true : reader.Word("False") ? false : throw NoLiteral(path);
                    break;
                case "shape":
                    shape = reader.Numbers(MaxDimensions) ?? throw NoLiteral(path);
                    break;
                default:
                    throw NoLiteral(path);
            }

            if (!reader.Take(',') && !reader.Peek('}'))
                throw NoLiteral(path);
        }

        return reader.IsAtEnd && type is not null && order is { } isColumnMajor && shape is not null
            ? new NpyHeader(type, isColumnMajor, shape, dataStart)
            : throw NoLiteral(path);
    }

    /// <summary>
    /// The type with its byte order. Without one, and with <c>=</c>, it is that of the machine that wrote the file,
    /// which was a little-endian one: no others are left that run NumPy and write so.
    /// </summary>
    private static string LittleEndian(string type) => type switch
    {
        ['=' or '|', 'f' or 'U', ..] => '<' + type[1..],
        ['f' or 'U', _, ..] => '<' + type,
        ['S', _, ..] => '|' + type,
        _ => type,
    };

    private static InterchangeException NoLiteral(string path) => InterchangeException.Damaged(
        path, "has a header that does not state type, order and shape as NumPy writes them");

    /// <summary>Reads the few Python literals of a header.</summary>
    private ref struct LiteralReader(string text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _position;

        public bool IsAtEnd
        {
            get
            {
                SkipSpace();
                return _position == _text.Length;
            }
        }

        public bool Peek(char expected)
        {
            SkipSpace();
            return _position < _text.Length && _text[_position] == expected;
        }

        public bool Take(char expected)
        {
            if (!Peek(expected))
                return false;
            _position++;
            return true;
        }

        public bool Word(string expected)
        {
            SkipSpace();
            if (!_text[_position..].StartsWith(expected))
                return false;
            _position += expected.Length;
            return true;
        }

        public string? String()
        {
            // Python 2 writes u'...' for texts of Unicode.
            Take('u');
            SkipSpace();
            if (_position >= _text.Length || _text[_position] is not ('\'' or '"'))
                return null;
            var length = _text[(_position + 1)..].IndexOf(_text[_position]);
            if (length < 0)
                return null;
            var value = _text.Slice(_position + 1, length);
            _position += length + 2;
            return value.Contains('\\') ? null : value.ToString();
        }

        public long[]? Numbers(int most)
        {
            if (!Take('('))
                return null;
            List<long> numbers = [];
            while (!Take(')'))
            {
                SkipSpace();
                var length = 0;
                while (_position + length < _text.Length && IsOfNumber(_text[_position + length]))
                    length++;
                if (numbers.Count == most || !long.TryParse(
                    _text.Slice(_position, length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                    out var number))
                {
                    return null;
                }

                _position += length;
                // Python 2 ends long numbers with an L.
                Take('L');
                numbers.Add(number);
                if (!Take(',') && !Peek(')'))
                    return null;
            }

            return [.. numbers];
        }

        private static bool IsOfNumber(char c) => c == '-' || char.IsAsciiDigit(c);

        private void SkipSpace()
        {
            while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
                _position++;
        }
    }
}
