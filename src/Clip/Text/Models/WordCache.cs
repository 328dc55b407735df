namespace Clip.Text.Models;

/// <summary>
/// Caches the ids of recent words: words repeat, and tokenizing one costs ten times as much as finding it here. Each of
/// a fixed number of slots holds the last word with its hash. Entries are immutable and published by one write, so
/// threads share the cache without locks.
/// </summary>
internal sealed class WordCache
{
    private const int MaxWordLength = 64;
    private const int SlotCount = 1 << 13;

    private readonly Entry?[] _slots = new Entry?[SlotCount];

    /// <summary>Appends the ids of a word if it is in the cache.</summary>
    public bool TryAppend(ReadOnlySpan<byte> word, ulong hash, IdList ids)
    {
        var entry = Volatile.Read(ref _slots[Slot(hash)]);
        if (entry is null || entry.Hash != hash || !word.SequenceEqual(entry.Word))
            return false;
        ids.Add(entry.Ids);
        return true;
    }

    public void Store(ReadOnlySpan<byte> word, ulong hash, ReadOnlySpan<int> ids)
    {
        if (word.Length <= MaxWordLength)
            Volatile.Write(ref _slots[Slot(hash)], new Entry(hash, word.ToArray(), ids.ToArray()));
    }

    private static int Slot(ulong hash) => (int)(hash >> 20) & (SlotCount - 1);

    private sealed record Entry(ulong Hash, byte[] Word, int[] Ids);
}
