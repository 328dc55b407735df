using System.Numerics;

namespace Clip.Vectors;

/// <summary>
/// A set of rows, one bit per row: the rows that a scan compares. Grows as rows are added. Any number of threads may
/// read one that is not being changed.
/// </summary>
internal sealed class RowBitmap
{
    private ulong[] _words = [];

    /// <summary>How many rows are in the set.</summary>
    public long Count { get; private set; }

    /// <summary>The bits, 64 rows per word, lowest bit first; rows past the end are not in the set.</summary>
    internal ReadOnlySpan<ulong> Words => _words;

    /// <summary>Whether the row is in the set.</summary>
    public bool Contains(long row)
    {
        var word = row >>> 6;
        return word < _words.Length && (_words[word] >> (int)(row & 63) & 1) != 0;
    }

    /// <summary>Adds a row to the set.</summary>
    /// <returns>False when it was there already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The row is negative or above 2,147,483,647.</exception>
    public bool Add(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row, int.MaxValue);
        if (Contains(row))
            return false;
        var word = (int)(row >>> 6);
        if (word >= _words.Length)
            Array.Resize(ref _words, Math.Max(word + 1, Math.Max(16, _words.Length + _words.Length / 2)));
        _words[word] |= 1UL << (int)(row & 63);
        Count++;
        return true;
    }

    /// <summary>Removes a row from the set.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Remove(long row)
    {
        if (!Contains(row))
            return false;
        _words[(int)(row >>> 6)] &= ~(1UL << (int)(row & 63));
        Count--;
        return true;
    }

    /// <summary>A set of the same rows except some.</summary>
    public RowBitmap Without(IEnumerable<long> rows)
    {
        var rest = new RowBitmap { _words = [.. _words], Count = Count };
        foreach (var row in rows)
            rest.Remove(row);
        return rest;
    }

    /// <summary>A set of the rows that are in this one or in another.</summary>
    internal RowBitmap Union(RowBitmap other)
    {
        var both = new RowBitmap();
        for (var word = Math.Max(_words.Length, other._words.Length) - 1; word >= 0; word--)
        {
            both.SetWord(
                word,
                (word < _words.Length ? _words[word] : 0) | (word < other._words.Length ? other._words[word] : 0));
        }
        return both;
    }

    /// <summary>The rows of the set, ascending, as runs of consecutive rows.</summary>
    internal IEnumerable<(long First, long Count)> Runs()
    {
        var (first, count) = (0L, 0L);
        foreach (var row in Rows())
        {
            if (row == first + count && count > 0)
            {
                count++;
                continue;
            }
            if (count > 0)
                yield return (first, count);
            (first, count) = (row, 1);
        }
        if (count > 0)
            yield return (first, count);
    }

    /// <summary>The rows of the set, ascending.</summary>
    public IEnumerable<long> Rows()
    {
        for (var word = 0; word < _words.Length; word++)
        {
            for (var bits = _words[word]; bits != 0; bits &= bits - 1)
                yield return ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
        }
    }

    /// <summary>Replaces the 64 rows from <paramref name="word"/> times 64 on.</summary>
    internal void SetWord(int word, ulong bits)
    {
        if (word >= _words.Length)
        {
            if (bits == 0)
                return;
            Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        }
        Count += BitOperations.PopCount(bits) - BitOperations.PopCount(_words[word]);
        _words[word] = bits;
    }
}
