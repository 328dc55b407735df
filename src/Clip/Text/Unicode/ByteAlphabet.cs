namespace Clip.Text.Unicode;

/// <summary>
/// GPT-2's alphabet, which writes each of the 256 bytes as a visible character. Printable Latin-1 characters represent
/// themselves; the other bytes are numbered from U+0100.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Letters = CreateLetters();

    public static char Letter(byte value) => Letters[value];

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
}
