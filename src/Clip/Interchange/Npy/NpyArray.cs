using System.Buffers.Binary;
using System.Text;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>An array of NumPy's file format, in memory.</summary>
internal sealed class NpyArray
{
    private const long SmallFile = 256 << 20;
    private const int MaxWidth = 1 << 20;

    private readonly ReadOnlyMemory<byte> _data;
    private readonly string _path;

    private NpyArray(NpyHeader header, ReadOnlyMemory<byte> data, string path) =>
        (Header, _data, _path) = (header, data, path);

    public NpyHeader Header { get; }

    /// <summary>How its numbers are stored; null where it holds something else.</summary>
    public FloatType? Number => NumberOf(Header);

    /// <summary>Whether it is a list of texts.</summary>
    public bool IsTexts => Header.Shape.Length == 1 && Header.Type is ['<' or '>', 'U', ..];

    /// <summary>Reads an array.</summary>
    /// <param name="content">The file's content.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="InterchangeException">It is damaged, or holds objects of Python.</exception>
    public static NpyArray Read(ReadOnlyMemory<byte> content, string path)
    {
        var header = NpyHeader.Read(content.Span, path);
        CheckLength(header, content.Length - header.DataStart, path);
        return new NpyArray(header, content[header.DataStart..], path);
    }

    /// <summary>
    /// Reads a file's table of vectors row by row, so that the file may be larger than what fits into one array.
    /// </summary>
    /// <exception cref="InterchangeException">
    /// It is damaged, has other dimensions than two, or holds something else than numbers with a fraction.
    /// </exception>
    public static float[][] ReadRows(string path)
    {
        using var file = InterchangeFile.Open(path);
        if (file.Length <= SmallFile)
            return Read(InterchangeFile.Read(file, path), path).Rows();
        var start = new byte[NpyHeader.MaxStart];
        var header = NpyHeader.Read(start.AsSpan(0, file.ReadAtLeast(start, start.Length, false)), path);
        CheckLength(header, file.Length - header.DataStart, path);
        var (type, width) = CheckTable(header, path);
        if (header.IsColumnMajor)
            return Read(InterchangeFile.Read(path), path).Rows();
        file.Position = header.DataStart;
        var rows = new float[header.Shape[0]][];
        var bytes = new byte[width * FloatValues.SizeOf(type)];
        for (var row = 0; row < rows.Length; row++)
        {
            if (file.ReadAtLeast(bytes, bytes.Length, false) < bytes.Length)
                throw InterchangeException.Damaged(path, "became shorter while it was read");
            FloatValues.Read(bytes, type, header.Type[0] == '>', rows[row] = new float[width]);
        }

        return rows;
    }

    /// <summary>The array as rows of numbers.</summary>
    /// <exception cref="InterchangeException">It has other dimensions, or no numbers with a fraction.</exception>
    public float[][] Rows()
    {
        var (type, width) = CheckTable(Header, _path);
        var count = Header.Shape[0];
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

    /// <summary>Checks that a file has as many bytes as its header announces.</summary>
    private static void CheckLength(NpyHeader header, long there, string path)
    {
        if (header.Type.Contains('O', StringComparison.Ordinal))
        {
            throw new InterchangeException(
                path, "holds Python objects, which are programs and are never run",
                "save the array as 32-bit numbers");
        }

        var needed = header.Count(path) * ItemSize(header, path);
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
    }

    private static (FloatType Type, int Width) CheckTable(NpyHeader header, string path)
    {
        if (NumberOf(header) is not { } type)
        {
            throw new InterchangeException(
                path, $"holds values of the type {header.Type}, and embeddings are f2, f4 or f8",
                "save the embeddings themselves");
        }

        return header.Shape switch
        {
            [_, > 0 and <= MaxWidth and var width] => (type, (int)width),
            [_, _] => throw new InterchangeException(
                path, $"has the shape {header.ShapeText}, and no vector has as many numbers"),
            _ => throw new InterchangeException(
                path, $"has the shape {header.ShapeText}, and a table of vectors has two dimensions",
                "save it with a row for each picture"),
        };
    }

    private static FloatType? NumberOf(NpyHeader header) => header.Type switch
    {
        "<f2" or ">f2" => FloatType.Half,
        "<f4" or ">f4" => FloatType.Single,
        "<f8" or ">f8" => FloatType.Double,
        _ => null,
    };

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
