using System.Numerics;
using System.Runtime.CompilerServices;

namespace Clip.Text.Models;

/// <summary>
/// Finds tokens by a hash table of positions in their list. A dictionary of strings takes several times as long to fill,
/// and every look-up would have to make a string first.
/// </summary>
internal sealed class Vocabulary
{
    private readonly ulong[] _slots;

    /// <param name="tokens">The tokens. Where one comes twice, its later id holds.</param>
    public Vocabulary(TokenList tokens)
    {
        Tokens = tokens;
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, tokens.Count * 2L))];
        for (var entry = 0; entry < tokens.Count; entry++)
        {
            var token = tokens.TokenAt(entry);
            var hash = ByteHash.Compute(token);
            ref var slot = ref FindSlot(token, hash);
            Count += slot == 0 ? 1 : 0;
            slot = hash >> 32 << 32 | (uint)(entry + 1);
        }
    }

    public TokenList Tokens { get; }

    /// <summary>How many different tokens there are.</summary>
    public int Count { get; }

    /// <summary>The id of a token, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> token)
    {
        var slot = FindSlot(token, ByteHash.Compute(token));
        return slot == 0 ? -1 : Tokens.IdAt((int)(uint)slot - 1);
    }

    /// <summary>
    /// The token's slot, or the empty one where it belongs. A slot holds half of the hash and the number of the entry plus
    /// one; 0 is empty.
    /// </summary>
    private ref ulong FindSlot(ReadOnlySpan<byte> token, ulong hash)
    {
        var mask = _slots.Length - 1;
        for (var index = (int)hash & mask; ; index = (index + 1) & mask)
        {
            ref var slot = ref _slots[index];
            if (slot == 0 || ((slot ^ hash) >> 32 == 0 && Tokens.TokenAt((int)(uint)slot - 1).SequenceEqual(token)))
                return ref slot;
        }
    }
}
