using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>
/// Applies SentencePiece's character map as the reference does: to each grapheme cluster of fewer than six bytes or, if
/// the map does not contain the cluster, to each of its code points.
/// </summary>
internal sealed class PrecompiledNormalizer(CharacterMap map) : Normalizer
{
    private const int MaxClusterLength = 5;

    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        var result = text.BeginRewrite();
        var origin = new OriginTracker(source, text.OriginLength);
        for (var start = 0; start < source.Length;)
        {
            var end = GraphemeClusters.EndOf(source, start);
            var cluster = source[start..end];
            if (cluster.Length <= MaxClusterLength && map.TryFind(cluster, out var replacement))
            {
                result.Append(replacement);
                text.Trace(start, end);
                origin.Replace(cluster, replacement);
            }
            else
            {
                AppendCodePoints(text, start, end, result, ref origin);
            }

            start = end;
        }

        text.Accept(origin.Length);
    }

    private void AppendCodePoints(TextBuffer text, int start, int end, ByteBuffer result, ref OriginTracker origin)
    {
        var source = text.Bytes;
        while (start < end)
        {
            var codePoint = source.Slice(start, Utf8.LengthFromFirst(source[start]));
            if (!map.TryFind(codePoint, out var replacement))
                replacement = codePoint;
            result.Append(replacement);
            text.Trace(start, start + codePoint.Length);
            origin.Replace(codePoint, replacement);
            start += codePoint.Length;
        }
    }

    /// <summary>
    /// Tracks the bytes that stem from the first character of the text. The reference pairs old and new code points one
    /// by one from the left, so the pairs shift if the beginning of the text is removed.
    /// </summary>
    private ref struct OriginTracker(ReadOnlySpan<byte> source, int originLength)
    {
        private readonly ReadOnlySpan<byte> _source = source;
        private int _paired = 0;
        private int _written = 0;

        public int Length { get; private set; } = 0;

        public void Replace(ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
        {
            if (_paired > originLength)
                return;
            var oldCount = Utf8.CountCodePoints(old);
            while (!replacement.IsEmpty)
            {
                var length = Utf8.LengthFromFirst(replacement[0]);
                replacement = replacement[length..];
                _written += length;
                if (oldCount > 0 ? _paired < originLength : _paired <= originLength && originLength > 0)
                    Length = _written;
                Pair(ref oldCount);
            }

            // Old code points without a counterpart belong to the code point before; at the very start they are
            // dropped.
            while (_written > 0 && oldCount > 0)
                Pair(ref oldCount);
        }

        private void Pair(ref int oldCount)
        {
            if (oldCount == 0 || _paired >= _source.Length)
                return;
            _paired += Utf8.LengthFromFirst(_source[_paired]);
            oldCount--;
        }
    }
}
