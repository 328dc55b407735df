using System.Buffers.Binary;
using System.Text;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>Reads the values of an array of NumPy's file format, one row after another.</summary>
internal static class NpyArray
{
    private const int MaxWidth = 1 << 20;
    private const long MaxBytes = int.MaxValue - 64;

    /// <summary>Reads a file's table of vectors.</summary>
    /// <exception cref="InterchangeException">
    /// It is damaged, has other dimensions than two, or holds something else than numbers with a fraction.
    /// </exception>
    public static float[][] ReadRows(string path)
    {
        using var file = InterchangeFile.Open(path);
        try
        {
            var start = new byte[NpyHeader.MaxStart];
            var header = NpyHeader.Read(start.AsSpan(0, file.ReadAtLeast(start, start.Length, false)), path);
            NpyType.CheckLength(header, file.Length - header.DataStart, path);
            file.Position = header.DataStart;
            return [.. Rows(header, file, path)];
        }
        catch (Exception error) when (Files.UnreadableFile.Is(error))
        {
            throw InterchangeFile.Unreadable(path, error);
        }
    }

    /// <summary>An array as rows of numbers.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="data">What follows the header.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="InterchangeException">
    /// It has other dimensions, or no numbers with a fraction; or it ends too early.
    /// </exception>
    public static IEnumerable<float[]> Rows(NpyHeader header, Stream data, string path)
    {
        var (type, width) = CheckTable(header, path);
        return header.IsColumnMajor
            ? ColumnMajor(header, type, width, ReadAll(header, data, path))
            : RowMajor(header, type, width, data, path);
    }

    /// <summary>An array as texts: UTF-32 or UTF-8, padded with zeros.</summary>
    /// <inheritdoc cref="Rows" path="/param"/>
    /// <exception cref="InterchangeException">It ends too early.</exception>
    public static string[] Texts(NpyHeader header, Stream data, string path)
    {
        var isWide = header.Type[1] == 'U';
        var item = new byte[(int)NpyType.SizeOf(header, path)];
        var texts = new string[CheckSize(header, path) == 0 ? 0 : header.Shape[0]];
        for (var i = 0; i < texts.Length; i++)
        {
            Fill(data, item, path);
            texts[i] = isWide ? Wide(item, header.Type[0] == '>') : Encoding.UTF8.GetString(item).TrimEnd('\0');
        }

        return texts;
    }

    private static string Wide(ReadOnlySpan<byte> item, bool isBigEndian)
    {
        var text = new StringBuilder();
        for (var at = 0; at < item.Length; at += 4)
        {
            var code = isBigEndian
                ? BinaryPrimitives.ReadUInt32BigEndian(item[at..])
                : BinaryPrimitives.ReadUInt32LittleEndian(item[at..]);
            if (code == 0)
                break;
            text.Append(Rune.TryCreate(code, out var rune) ? rune.ToString() : "\uFFFD");
        }

        return text.ToString();
    }

    private static IEnumerable<float[]> RowMajor(NpyHeader header, FloatType type, int width, Stream data, string path)
    {
        var bytes = new byte[width * FloatValues.SizeOf(type)];
        for (var row = 0L; row < header.Shape[0]; row++)
        {
            Fill(data, bytes, path);
            var values = new float[width];
            FloatValues.Read(bytes, type, header.Type[0] == '>', values);
            yield return values;
        }
    }

    private static IEnumerable<float[]> ColumnMajor(NpyHeader header, FloatType type, int width, byte[] data)
    {
        var (count, size) = (header.Shape[0], FloatValues.SizeOf(type));
        for (var row = 0L; row < count; row++)
        {
            var values = new float[width];
            for (var column = 0; column < width; column++)
            {
                var at = (int)((column * count + row) * size);
                FloatValues.Read(data.AsSpan(at), type, header.Type[0] == '>', values.AsSpan(column, 1));
            }

            yield return values;
        }
    }

    private static byte[] ReadAll(NpyHeader header, Stream data, string path)
    {
        var bytes = new byte[CheckSize(header, path)];
        Fill(data, bytes, path);
        return bytes;
    }

    private static long CheckSize(NpyHeader header, string path) =>
        header.Count(path) * NpyType.SizeOf(header, path) is <= MaxBytes and var size
            ? size
            : throw new InterchangeException(path, "is larger than 2 GB", "divide it into several files");

    private static void Fill(Stream data, byte[] bytes, string path)
    {
        if (data.ReadAtLeast(bytes, bytes.Length, false) < bytes.Length)
            throw InterchangeException.Damaged(path, "is shorter than it announces");
    }

    private static (FloatType Type, int Width) CheckTable(NpyHeader header, string path)
    {
        if (NpyType.NumberOf(header) is not { } type)
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
}
