using System.Runtime.CompilerServices;

namespace Clip.Text.Models;

/// <summary>A growing list of token ids that is reused for one text after another.</summary>
internal sealed class IdList
{
    private int[] _ids = new int[128];

    public int Count { get; private set; }

    public int Capacity => _ids.Length;

    public ReadOnlySpan<int> Span => _ids.AsSpan(0, Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id)
    {
        if (Count == _ids.Length)
            Array.Resize(ref _ids, Count * 2);
        _ids[Count++] = id;
    }

    public void Add(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
            Add(id);
    }

    /// <summary>Keeps at most the first <paramref name="count"/> ids.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>Reverses the ids from <paramref name="start"/> on.</summary>
    public void Reverse(int start) => _ids.AsSpan(start, Count - start).Reverse();
}
