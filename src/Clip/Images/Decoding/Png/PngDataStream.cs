using Clip.Images.Containers;

namespace Clip.Images.Decoding.Png;

/// <summary>The compressed pixels of a PNG file: the contents of its data chunks, one after the other.</summary>
internal sealed unsafe class PngDataStream : Stream
{
    private readonly byte* _file;
    private readonly Queue<(int Start, int Length)> _chunks = [];
    private int _start;
    private int _left;

    /// <summary>Finds the data chunks.</summary>
    /// <param name="file">The whole file in memory, which must stay there while this stream is used.</param>
    /// <param name="length">The file's length.</param>
    internal PngDataStream(byte* file, int length)
    {
        _file = file;
        var chunks = new PngChunks(new ReadOnlySpan<byte>(file, length));
        while (chunks.MoveNext() && !chunks.Type.SequenceEqual("IEND"u8))
        {
            if (chunks.Length > 0 && chunks.Type.SequenceEqual("IDAT"u8))
                _chunks.Enqueue((chunks.Start, chunks.Length));
        }
    }

    /// <summary>Whether more was asked for than the file has.</summary>
    internal bool IsExhausted { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_left == 0 && _chunks.TryDequeue(out var chunk))
            (_start, _left) = chunk;
        var count = Math.Min(_left, buffer.Length);
        IsExhausted |= count == 0;
        new ReadOnlySpan<byte>(_file + _start, count).CopyTo(buffer);
        (_start, _left) = (_start + count, _left - count);
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
