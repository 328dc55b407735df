using System.Text;

namespace Clip.Text.Models;

/// <summary>
/// The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> that stand for the bytes of unknown characters.
/// </summary>
internal static class ByteTokens
{
    public delegate int Finder(ReadOnlySpan<byte> token);

    /// <summary>The id of the token of each byte; -1 where there is none.</summary>
    public static int[] Find(Finder find)
    {
        var ids = new int[256];
        for (var b = 0; b < ids.Length; b++)
            ids[b] = find(Encoding.ASCII.GetBytes($"<0x{b:X2}>"));
        return ids;
    }
}
