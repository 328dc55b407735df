using System.Runtime.CompilerServices;

namespace Clip.Text.Unicode;

/// <summary>A growing byte buffer that is reused for one text after another.</summary>
internal sealed class ByteBuffer
{
    private const int MaxLimit = 1 << 28;

    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public Span<byte> Writable => _bytes.AsSpan(0, Length);

    public int Capacity => _bytes.Length;

    /// <summary>The maximum length: a hostile file can make every normalizer double the text.</summary>
    public long Limit { get; set; } = MaxLimit;

    public void Clear() => Length = 0;

    /// <summary>Makes room for more bytes; <see cref="Advance"/> adds those that were written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Grow(count);
        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (Length == _bytes.Length)
            Grow(1);
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> values)
    {
        values.CopyTo(Reserve(values.Length));
        Length += values.Length;
    }

    public void AppendCodePoint(int codePoint)
    {
        if (codePoint < 0x80)
            Append((byte)codePoint);
        else
            Length += Utf8.Encode(codePoint, Reserve(4));
    }

    private void Grow(int count)
    {
        var needed = (long)Length + count;
        var limit = Math.Min(Limit, MaxLimit);
        if (needed > limit)
        {
            throw new TokenizerException(
                "text", $"is longer than {limit >> 20} MB while it is normalized", "shorten it");
        }

        Array.Resize(ref _bytes, (int)Math.Min(MaxLimit, Math.Max(_bytes.Length * 2L, needed)));
    }
}
