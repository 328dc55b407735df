using System.Runtime.CompilerServices;
using Clip.Text.Unicode;

namespace Clip.Text.Models;

/// <summary>A growing list of token ids that is reused for one text after another.</summary>
internal sealed class IdList
{
    private readonly List<SourceSpan> _spans = [];
    private int[] _ids = new int[128];

    public int Count { get; private set; }

    public int Capacity => _ids.Length;

    /// <summary>Whether the part of the text that each id stands for is recorded, which takes time.</summary>
    public bool RecordsSpans { get; set; }

    /// <summary>The part of the text of each id, if <see cref="RecordsSpans"/>.</summary>
    public IReadOnlyList<SourceSpan> Spans => _spans;

    public ReadOnlySpan<int> Span => _ids.AsSpan(0, Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id)
    {
        if (Count == _ids.Length)
            Array.Resize(ref _ids, Count * 2);
        _ids[Count++] = id;
    }

    /// <summary>Adds an id and the part of the text that it stands for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id, int start, int end)
    {
        if (RecordsSpans)
            _spans.Add(new SourceSpan(start, end));
        Add(id);
    }

    /// <summary>Adds ids whose parts of the text are not recorded.</summary>
    public void Add(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
            Add(id);
    }

    /// <summary>Keeps at most the first <paramref name="count"/> ids.</summary>
    public void Truncate(int count)
    {
        Count = Math.Min(Count, count);
        if (_spans.Count > Count)
            _spans.RemoveRange(Count, _spans.Count - Count);
    }

    /// <summary>Reverses the ids from <paramref name="start"/> on.</summary>
    public void Reverse(int start)
    {
        _ids.AsSpan(start, Count - start).Reverse();
        if (RecordsSpans)
            _spans.Reverse(start, Count - start);
    }

    /// <summary>Replaces the recorded parts of a word by the parts of the original text.</summary>
    /// <param name="from">The first id of the word.</param>
    /// <param name="wordStart">Where the word begins in the rewritten text.</param>
    /// <param name="sources">Where the bytes of the rewritten text stem from.</param>
    public void LocateSpans(int from, int wordStart, SourceMap sources)
    {
        for (var i = from; i < _spans.Count; i++)
            _spans[i] = sources.Find(wordStart + _spans[i].Start, wordStart + _spans[i].End);
    }
}
