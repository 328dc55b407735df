using System.Globalization;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>What the values of an array are, and how many bytes each takes.</summary>
internal static class NpyType
{
    private const int MaxLetters = 1 << 20;

    /// <summary>How an array's numbers are stored; null where it holds something else.</summary>
    public static FloatType? NumberOf(NpyHeader header) => header.Type switch
    {
        "<f2" or ">f2" => FloatType.Half,
        "<f4" or ">f4" => FloatType.Single,
        "<f8" or ">f8" => FloatType.Double,
        _ => null,
    };

    /// <summary>Whether an array is a list of texts, or a column of them.</summary>
    public static bool IsTexts(NpyHeader header) => header is
    { Type: [_, 'U' or 'S', ..], Shape: [_] or [_, 1] };

    /// <summary>The bytes of a value.</summary>
    /// <exception cref="InterchangeException">The type is unknown.</exception>
    public static long SizeOf(NpyHeader header, string path)
    {
        if (header.Type is [_, 'f' or 'i' or 'u' or 'b' or 'c' or 'S' or 'U' or 'V' or 'M' or 'm', .. var rest])
        {
            var unit = rest.IndexOf('[', StringComparison.Ordinal);
            var digits = unit < 0 ? rest : rest[..unit];
            if (uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                && size is > 0 and < MaxLetters)
            {
                return header.Type[1] == 'U' ? size * 4L : size;
            }
        }

        throw InterchangeException.Damaged(path, $"has the unknown type '{header.Type}'");
    }

    /// <summary>Checks that a file has as many bytes as its header announces.</summary>
    /// <exception cref="InterchangeException">It has others, or it holds objects of Python.</exception>
    public static void CheckLength(NpyHeader header, long there, string path)
    {
        if (header.Type.Contains('O', StringComparison.Ordinal))
        {
            throw new InterchangeException(
                path, "holds Python objects, which are programs and are never run",
                "save the array as 32-bit numbers, and paths as texts");
        }

        var needed = header.Count(path) * SizeOf(header, path);
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
}
