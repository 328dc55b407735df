using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Clip.Text.Normalizers;

/// <summary>
/// SentencePiece's compiled character map: a double-array trie (the Darts format) from byte strings to offsets into a
/// block of zero-terminated replacements.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private CharacterMap(uint[] units, byte[] replacements) => (_units, _replacements) = (units, replacements);

    /// <summary>Reads a map: the trie's size in bytes, the trie, the replacements.</summary>
    /// <exception cref="FormatException">The map is damaged.</exception>
    public static CharacterMap Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < sizeof(uint))
            throw new FormatException("is cut short");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(data);
        data = data[sizeof(uint)..];
        if (size % sizeof(uint) != 0 || size == 0 || size > data.Length)
            throw new FormatException("is damaged");
        var trie = data[..(int)size];
        var replacements = data[(int)size..];
        return System.Text.Unicode.Utf8.IsValid(replacements)
            ? new CharacterMap(MemoryMarshal.Cast<byte, uint>(trie).ToArray(), replacements.ToArray())
            : throw new FormatException("has a replacement that is not valid UTF-8");
    }

    /// <summary>
    /// Finds the replacement of the shortest key that the text begins with, as the reference does. (SentencePiece
    /// itself takes the longest key.)
    /// </summary>
    public bool TryFind(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        var position = Offset(_units[0]);
        foreach (var b in text)
        {
            if (b == 0)
                break;
            position ^= b;
            if (position >= _units.Length || Label(_units[position]) != b)
                break;
            var unit = _units[position];
            position ^= Offset(unit);
            if ((unit >> 8 & 1) == 0)
                continue;
            if (position >= _units.Length)
                break;
            var start = (int)(_units[position] & 0x7FFFFFFF);
            if (start > _replacements.Length || !IsCodePointStart(start))
                break;
            replacement = _replacements.AsSpan(start);
            var end = replacement.IndexOf((byte)0);
            if (end >= 0)
                replacement = replacement[..end];
            return true;
        }

        return false;
    }

    private bool IsCodePointStart(int index) =>
        index == _replacements.Length || (_replacements[index] & 0xC0) != 0x80;

    private static uint Label(uint unit) => unit & (1u << 31 | 0xFF);

    private static int Offset(uint unit) => (int)(unit >> 10 << (int)((unit & 1u << 9) >> 6));
}
