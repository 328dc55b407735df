using System.Numerics;
using System.Runtime.CompilerServices;

namespace Clip.Text.Models;

/// <summary>The pairs of tokens that can be merged, with their ranks and results.</summary>
internal sealed class MergeTable
{
    private readonly Slot[] _slots;

    /// <param name="count">How many merges will be added.</param>
    public MergeTable(int count) =>
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count * 3L / 2))];

    /// <summary>Adds a merge, replacing an earlier merge of the same pair.</summary>
    /// <param name="left">The first token.</param>
    /// <param name="right">The second token.</param>
    /// <param name="rank">Lower ranks merge first.</param>
    /// <param name="merged">The merged token.</param>
    public void Add(int left, int right, int rank, int merged)
    {
        var key = Key(left, right);
        var index = FindIndex(key);
        _slots[index] = new Slot(key, rank + 1, merged);
    }

    /// <summary>Finds the rank and the result of merging two tokens; false if they do not merge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(int left, int right, out int rank, out int merged)
    {
        ref readonly var slot = ref _slots[FindIndex(Key(left, right))];
        rank = slot.RankPlusOne - 1;
        merged = slot.Merged;
        return rank >= 0;
    }

    private static ulong Key(int left, int right) => (ulong)(uint)left << 32 | (uint)right;

    private int FindIndex(ulong key)
    {
        var mask = _slots.Length - 1;
        var index = (int)ByteHash.Compute(key) & mask;
        while (_slots[index].RankPlusOne != 0 && _slots[index].Key != key)
            index = (index + 1) & mask;
        return index;
    }

    private readonly record struct Slot(ulong Key, int RankPlusOne, int Merged);
}
