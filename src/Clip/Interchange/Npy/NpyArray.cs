using System.Buffers.Binary;
using System.Text;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>An array of NumPy's file format, in memory.</summary>
internal sealed class NpyArray
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly string _path;

    private NpyArray(NpyHeader header, ReadOnlyMemory<byte> data, string path) =>
        (Header, _data, _path) = (header, data, path);

    public NpyHeader Header { get; }

    /// <summary>How its numbers are stored; null where it holds something else.</summary>
    public FloatType? Number => Header.Type switch
    {
        "<f2" or ">f2" => FloatType.Half,
        "<f4" or ">f4" => FloatType.Single,
        "<f8" or ">f8" => FloatType.Double,
        _ => null,
    };

    /// <summary>Whether it is a list of texts.</summary>
    public bool IsTexts => Header.Shape.Length == 1 && Header.Type is ['<' or '>', 'U', ..];

    /// <summary>Reads an array.</summary>
    /// <param name="content">The file's content.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="InterchangeException">It is damaged, or holds objects of Python.</exception>
    public static NpyArray Read(ReadOnlyMemory<byte> content, string path)
    {
        var header = NpyHeader.Read(content.Span, path);
        if (header.Type.Contains('O', StringComparison.Ordinal))
        {
            throw new InterchangeException(
                path, "holds Python objects, which are programs and are never run",
                "save the array as 32-bit numbers");
        }

        var needed = header.Count(path) * ItemSize(header, path);
        var there = content.Length - header.DataStart;
        if (needed > there)
        {
            throw InterchangeException.Damaged(
                path, $"is cut: {header.ShapeText} needs {needed - there:N0} more bytes");
        }

        if (needed < there)
        {
            throw InterchangeException.Damaged(
                path, $"has {there - needed:N0} bytes after its last row {header.ShapeText}");
        }

        return new NpyArray(header, content[header.DataStart..], path);
    }

    /// <summary>The array as rows of numbers.</summary>
    /// <exception cref="InterchangeException">It has other dimensions, or no numbers with a fraction.</exception>
    public float[][] Rows()
    {
        if (Number is not { } type)
        {
            throw new InterchangeException(
                _path, $"holds values of the type {Header.Type}, and embeddings are f2, f4 or f8",
                "save the embeddings themselves");
        }

        if (Header.Shape is not [var count, var width])
        {
            throw new InterchangeException(
                _path, $"has the shape {Header.ShapeText}, and a table of vectors has two dimensions",
                "save it with a row for each picture");
        }

        if (width == 0)
            throw new InterchangeException(_path, $"has the shape {Header.ShapeText}: its vectors are empty");
        var isBigEndian = Header.Type[0] == '>';
        var rows = new float[count][];
        var size = FloatValues.SizeOf(type);
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = new float[width];
            if (!Header.IsColumnMajor)
            {
                FloatValues.Read(_data.Span[(int)(row * width * size)..], type, isBigEndian, rows[row]);
                continue;
            }

            for (var column = 0; column < width; column++)
            {
                var at = (int)((column * count + row) * size);
                FloatValues.Read(_data.Span[at..], type, isBigEndian, rows[row].AsSpan(column, 1));
            }
        }

        return rows;
    }

    /// <summary>The array as texts: UTF-32, padded with zeros.</summary>
    public string[] Texts()
    {
        var isBigEndian = Header.Type[0] == '>';
        var size = (int)ItemSize(Header, _path);
        var texts = new string[Header.Shape[0]];
        var text = new StringBuilder();
        for (var i = 0; i < texts.Length; i++)
        {
            text.Clear();
            var item = _data.Span.Slice(i * size, size);
            for (var at = 0; at < size; at += 4)
            {
                var code = isBigEndian
                    ? BinaryPrimitives.ReadUInt32BigEndian(item[at..])
                    : BinaryPrimitives.ReadUInt32LittleEndian(item[at..]);
                if (code == 0)
                    break;
                text.Append(Rune.TryCreate(code, out var rune) ? rune.ToString() : "\uFFFD");
            }

            texts[i] = text.ToString();
        }

        return texts;
    }

    private static long ItemSize(NpyHeader header, string path)
    {
        if (header.Type is [_, 'U', .. var length]
            && uint.TryParse(length, System.Globalization.CultureInfo.InvariantCulture, out var characters)
            && characters is > 0 and < 1 << 20)
        {
            return characters * 4;
        }

        return header.Type switch
        {
            [_, 'f' or 'i' or 'u' or 'b' or 'c', var digit] when char.IsAsciiDigit(digit) => digit - '0',
            [_, 'S' or 'V' or 'M' or 'm' or 'c', ..] or [_, 'f', ..] => throw new InterchangeException(
                path, $"holds values of the type {header.Type}, and embeddings are f2, f4 or f8",
                "save the embeddings themselves"),
            _ => throw InterchangeException.Damaged(path, $"has the unknown type '{header.Type}'"),
        };
    }
}
