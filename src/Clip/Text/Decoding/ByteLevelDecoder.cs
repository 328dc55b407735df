using System.Text;
using Clip.Text.Unicode;

namespace Clip.Text.Decoding;

/// <summary>Reads the characters of the byte alphabet as bytes of UTF-8.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        List<byte> bytes = [];
        foreach (var token in tokens)
        {
            var start = bytes.Count;
            foreach (var letter in token)
            {
                if (ByteAlphabet.TryRead(letter, out var value))
                {
                    bytes.Add(value);
                    continue;
                }

                // Not written in the alphabet, such as an added token.
                bytes.RemoveRange(start, bytes.Count - start);
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
                break;
            }
        }

        return [Encoding.UTF8.GetString([.. bytes])];
    }
}
