using System.Runtime.CompilerServices;

namespace Clip.Text.Models;

/// <summary>A growing run of token ids that is reused from text to text.</summary>
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

    /// <summary>Drops all but the first <paramref name="count"/>.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>Puts the ids from <paramref name="start"/> on in the opposite order.</summary>
    public void Reverse(int start) => _ids.AsSpan(start, Count - start).Reverse();
}
