using System.Text;

namespace Clip.Fuzz;

/// <summary>Splits inputs with several parts: files that belong together, or a pattern and a text.</summary>
internal static class InputParts
{
    /// <summary>Separates two parts: a readable line that a fuzzer can move.</summary>
    public const string Separator = "\n%%\n";

    /// <summary>The parts of an input; missing parts are empty, and the last part is the rest.</summary>
    public static byte[][] Split(byte[] input, int count)
    {
        var separator = Encoding.ASCII.GetBytes(Separator);
        var parts = new byte[count][];
        var rest = input.AsSpan();
        for (var i = 0; i < count; i++)
        {
            var end = i + 1 < count ? rest.IndexOf(separator) : -1;
            parts[i] = (end < 0 ? rest : rest[..end]).ToArray();
            rest = end < 0 ? [] : rest[(end + separator.Length)..];
        }
        return parts;
    }

    /// <summary>A part as text; invalid UTF-8 becomes replacement characters.</summary>
    public static string Text(byte[] part) => Encoding.UTF8.GetString(part);
}
