using System.Text;

namespace Clip.Fuzz;

/// <summary>Inputs of several parts: files that belong together, or a pattern and a text.</summary>
internal static class InputParts
{
    /// <summary>What stands between two parts: a line that a fuzzer can move about, and people can read.</summary>
    public const string Separator = "\n%%\n";

    /// <summary>The parts of an input; those that are missing are empty, and the last takes what is left.</summary>
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

    /// <summary>A part as text; bytes that are no UTF-8 become replacement characters.</summary>
    public static string Text(byte[] part) => Encoding.UTF8.GetString(part);
}
