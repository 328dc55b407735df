namespace Clip.Server.Caching;

/// <summary>
/// Answers by key, up to a number of bytes; those that have not been asked for the longest are dropped. Used under its
/// owner's lock.
/// </summary>
/// <param name="limit">The most bytes of all answers together.</param>
internal sealed class RecentBytes(long limit)
{
    private readonly Dictionary<string, LinkedListNode<(string Key, ReadOnlyMemory<byte> Answer)>> _byKey = [];
    private readonly LinkedList<(string Key, ReadOnlyMemory<byte> Answer)> _newestFirst = [];
    private long _bytes;

    /// <summary>Bytes kept at this moment; may be read without the lock.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The answer of a key, if it is kept.</summary>
    public bool TryGet(string key, out ReadOnlyMemory<byte> answer)
    {
        if (!_byKey.TryGetValue(key, out var node))
        {
            answer = default;
            return false;
        }
        _newestFirst.Remove(node);
        _newestFirst.AddFirst(node);
        answer = node.Value.Answer;
        return true;
    }

    /// <summary>Keeps the answer of a key that is not kept, unless it alone is beyond the limit.</summary>
    public void Add(string key, ReadOnlyMemory<byte> answer)
    {
        if (answer.Length > limit)
            return;
        _byKey.Add(key, _newestFirst.AddFirst((key, answer)));
        Interlocked.Add(ref _bytes, answer.Length);
        while (_bytes > limit && _newestFirst.Last is { } oldest)
        {
            _newestFirst.RemoveLast();
            _byKey.Remove(oldest.Value.Key);
            Interlocked.Add(ref _bytes, -oldest.Value.Answer.Length);
        }
    }
}
