namespace Clip.Text.Models;

/// <summary>
/// Remembers the ids of recent words: words repeat, and merging one costs ten times as much as finding it here.
/// A fixed number of places, each holding the last word that fell on it; entries are immutable and written whole, so
/// threads share it without locks.
/// </summary>
internal sealed class WordCache
{
    private const int LongestWord = 64;
    private const int SlotCount = 1 << 13;

    private readonly Entry?[] _slots = new Entry?[SlotCount];

    /// <summary>Appends the ids of a word if it is remembered.</summary>
    public bool TryAppend(ReadOnlySpan<byte> word, ulong hash, IdList ids)
    {
        var entry = Volatile.Read(ref _slots[Slot(hash)]);
        if (entry is null || entry.Hash != hash || !word.SequenceEqual(entry.Word))
            return false;
        ids.Add(entry.Ids);
        return true;
    }

    public void Remember(ReadOnlySpan<byte> word, ulong hash, ReadOnlySpan<int> ids)
    {
        if (word.Length <= LongestWord)
            Volatile.Write(ref _slots[Slot(hash)], new Entry(hash, word.ToArray(), ids.ToArray()));
    }

    private static int Slot(ulong hash) => (int)(hash >> 20) & (SlotCount - 1);

    private sealed record Entry(ulong Hash, byte[] Word, int[] Ids);
}
