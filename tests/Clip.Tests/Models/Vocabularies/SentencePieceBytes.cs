using System.Buffers.Binary;
using System.Text;

namespace Clip.Tests.Models.Vocabularies;

/// <summary>Writes models of SentencePiece: the fields of its protocol buffer that a reader needs.</summary>
internal static class SentencePieceBytes
{
    /// <param name="pieces">The pieces: text, score and type.</param>
    /// <param name="modelType">1 for unigram, 2 for BPE.</param>
    /// <param name="normalizer">The name of the normalization rule.</param>
    public static byte[] Model(IEnumerable<(string Text, float Score, int Type)> pieces, int modelType, string normalizer)
    {
        List<byte> model = [];
        foreach (var (text, score, type) in pieces)
        {
            List<byte> piece = [];
            Add(piece, 1, Encoding.UTF8.GetBytes(text));
            piece.Add(2 << 3 | 5);
            var bytes = new byte[4];
            BinaryPrimitives.WriteSingleLittleEndian(bytes, score);
            piece.AddRange(bytes);
            piece.AddRange([3 << 3, (byte)type]);
            Add(model, 1, [.. piece]);
        }

        Add(model, 2, [3 << 3, (byte)modelType]);
        List<byte> rule = [];
        Add(rule, 1, Encoding.UTF8.GetBytes(normalizer));
        Add(model, 3, [.. rule]);
        return [.. model];
    }

    private static void Add(List<byte> message, int field, byte[] content)
    {
        message.Add((byte)(field << 3 | 2));
        for (var length = (uint)content.Length; ; length >>= 7)
        {
            if (length < 0x80)
            {
                message.Add((byte)length);
                break;
            }

            message.Add((byte)(length | 0x80));
        }

        message.AddRange(content);
    }
}
