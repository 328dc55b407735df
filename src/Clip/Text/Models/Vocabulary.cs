using System.Runtime.CompilerServices;
using System.Text;

namespace Clip.Text.Models;

/// <summary>
/// Tokens and ids, both ways: one block of UTF-8, and a hash table of positions in it. A dictionary of strings would
/// take ten times as long to fill, and every look-up would have to make a string first.
/// </summary>
internal sealed class Vocabulary
{
    private readonly byte[] _text;
    private readonly int[] _starts;
    private readonly int[] _ids;
    private readonly ulong[] _slots;
    private readonly int[]? _entriesById;
    private readonly Dictionary<int, int>? _sparseEntriesById;

    /// <param name="text">All tokens, one behind the other.</param>
    /// <param name="starts">Where each begins, and where the last ends.</param>
    /// <param name="ids">The id of each. Where a token comes twice, the later id holds.</param>
    public Vocabulary(byte[] text, int[] starts, int[] ids)
    {
        (_text, _starts, _ids) = (text, starts, ids);
        _slots = new ulong[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, ids.Length * 2L))];
        var highest = -1;
        for (var entry = 0; entry < ids.Length; entry++)
        {
            Insert(entry);
            highest = Math.Max(highest, ids[entry]);
        }

        // Ids are dense in any honest file; a hostile one must not make us allocate up to its highest id.
        if (highest < ids.Length * 2L + 1024)
        {
            _entriesById = new int[highest + 1];
            for (var entry = 0; entry < ids.Length; entry++)
                _entriesById[ids[entry]] = entry + 1;
        }
        else
        {
            _sparseEntriesById = [];
            for (var entry = 0; entry < ids.Length; entry++)
                _sparseEntriesById[ids[entry]] = entry + 1;
        }
    }

    /// <summary>How many different tokens there are.</summary>
    public int Count { get; private set; }

    public int EntryCount => _ids.Length;

    public ReadOnlySpan<byte> TokenAt(int entry) => _text.AsSpan(_starts[entry].._starts[entry + 1]);

    public int IdAt(int entry) => _ids[entry];

    /// <summary>The id of a token, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> token)
    {
        var slot = FindSlot(token, ByteHash.Compute(token));
        return slot == 0 ? -1 : _ids[(int)(uint)slot - 1];
    }

    /// <summary>The token with an id, or null.</summary>
    public string? FindToken(int id)
    {
        var entry = _entriesById is not null
            ? (uint)id < (uint)_entriesById.Length ? _entriesById[id] : 0
            : _sparseEntriesById!.GetValueOrDefault(id);
        return entry == 0 ? null : Encoding.UTF8.GetString(TokenAt(entry - 1));
    }

    /// <summary>A slot holds half of the hash and the number of the entry plus one; 0 is empty.</summary>
    private ulong FindSlot(ReadOnlySpan<byte> token, ulong hash)
    {
        var mask = _slots.Length - 1;
        for (var index = (int)hash & mask; ; index = (index + 1) & mask)
        {
            var slot = _slots[index];
            if (slot == 0 || ((slot ^ hash) >> 32 == 0 && TokenAt((int)(uint)slot - 1).SequenceEqual(token)))
                return slot;
        }
    }

    private void Insert(int entry)
    {
        var token = TokenAt(entry);
        var hash = ByteHash.Compute(token);
        var mask = _slots.Length - 1;
        var index = (int)hash & mask;
        while (_slots[index] != 0)
        {
            if ((_slots[index] ^ hash) >> 32 == 0 && TokenAt((int)(uint)_slots[index] - 1).SequenceEqual(token))
            {
                Count--;
                break;
            }

            index = (index + 1) & mask;
        }

        Count++;
        _slots[index] = hash >> 32 << 32 | (uint)(entry + 1);
    }
}
