using System.Numerics;

namespace Clip.Text.Models;

/// <summary>
/// Finds tokens by a hash table of their indexes in the list. A dictionary of strings takes several times as long to
/// fill, and every lookup would have to create a string first.
/// </summary>
internal sealed class Vocabulary
{
    private readonly Slot[] _slots;

    /// <param name="tokens">The tokens. The later id of a duplicate token is used.</param>
    public Vocabulary(TokenList tokens)
    {
        Tokens = tokens;
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, tokens.Count * 3L / 2))];
        for (var entry = 0; entry < tokens.Count; entry++)
        {
            var token = tokens.TokenAt(entry);
            var hash = ByteHash.Compute(token);
            ref var slot = ref FindSlot(token, hash);
            Count += slot.EntryPlusOne == 0 ? 1 : 0;
            slot = new Slot((uint)(hash >> 32), entry + 1, tokens.StartOf(entry), token.Length);
        }
    }

    public TokenList Tokens { get; }

    /// <summary>The number of distinct tokens.</summary>
    public int Count { get; }

    /// <summary>The id of a token, or -1.</summary>
    public int Find(ReadOnlySpan<byte> token)
    {
        var entry = FindEntry(token);
        return entry < 0 ? -1 : Tokens.IdAt(entry);
    }

    /// <summary>The index of a token in the list, or -1.</summary>
    public int FindEntry(ReadOnlySpan<byte> token) => FindSlot(token, ByteHash.Compute(token)).EntryPlusOne - 1;

    /// <summary>The slot of a token, or the empty slot where it belongs.</summary>
    private ref Slot FindSlot(ReadOnlySpan<byte> token, ulong hash)
    {
        var mask = _slots.Length - 1;
        for (var index = (int)hash & mask; ; index = (index + 1) & mask)
        {
            ref var slot = ref _slots[index];
            if (slot.EntryPlusOne == 0
                || (slot.Hash == (uint)(hash >> 32) && slot.Length == token.Length
                    && Tokens.TextAt(slot.Start, slot.Length).SequenceEqual(token)))
            {
                return ref slot;
            }
        }
    }

    /// <summary>Everything that a lookup needs, in a quarter of a cache line.</summary>
    private readonly record struct Slot(uint Hash, int EntryPlusOne, int Start, int Length);
}
