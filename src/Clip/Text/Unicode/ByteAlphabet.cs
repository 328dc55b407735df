namespace Clip.Text.Unicode;

/// <summary>
/// GPT-2's alphabet, which writes each of the 256 bytes as a visible character. Printable Latin-1 characters represent
/// themselves; the other bytes are numbered from U+0100.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Letters = CreateLetters();
    private static readonly short[] Bytes = CreateBytes();

    public static char Letter(byte value) => Letters[value];

    /// <summary>Finds the byte that a character represents.</summary>
    /// <returns>Whether the character is of the alphabet.</returns>
    public static bool TryRead(char letter, out byte value)
    {
        var found = letter < Bytes.Length ? Bytes[letter] : (short)-1;
        value = (byte)found;
        return found >= 0;
    }

    public static void Append(ReadOnlySpan<byte> bytes, ByteBuffer destination)
    {
        foreach (var b in bytes)
            destination.AppendCodePoint(Letters[b]);
    }

    private static char[] CreateLetters()
    {
        var letters = new char[256];
        var next = 0x100;
        for (var b = 0; b < letters.Length; b++)
            letters[b] = (char)(b is >= 0x21 and <= 0x7E or >= 0xA1 and <= 0xAC or >= 0xAE ? b : next++);
        return letters;
    }

    private static short[] CreateBytes()
    {
        var bytes = new short[Letters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var b = 0; b < Letters.Length; b++)
            bytes[Letters[b]] = (short)b;
        return bytes;
    }
}
