namespace Clip.Interchange.Parquet;

/// <summary>A value of Thrift's compact protocol: a number, bytes, a list or a structure.</summary>
internal sealed class ThriftValue
{
    private static readonly ThriftValue[] NoItems = [];

    public long Number { get; init; }

    public ReadOnlyMemory<byte> Bytes { get; init; }

    public IReadOnlyList<ThriftValue> Items { get; init; } = NoItems;

    public IReadOnlyDictionary<int, ThriftValue>? Fields { get; init; }

    /// <summary>A field of a structure; null where it has none.</summary>
    public ThriftValue? this[int field] => Fields?.GetValueOrDefault(field);

    /// <summary>A number of a structure.</summary>
    public long Long(int field, long missing = 0) => this[field]?.Number ?? missing;

    /// <summary>A text of a structure; empty where it has none.</summary>
    public string Text(int field) => System.Text.Encoding.UTF8.GetString((this[field]?.Bytes ?? default).Span);

    /// <summary>The items of a list of a structure; empty where it has none.</summary>
    public IReadOnlyList<ThriftValue> List(int field) => this[field]?.Items ?? NoItems;
}

/// <summary>
/// Reads Thrift's compact protocol, in which Parquet writes its metadata. Every announced length is checked against the
/// bytes that are left. Source: the protocol's specification in the Thrift project.
/// </summary>
internal ref struct ThriftReader(ReadOnlyMemory<byte> content)
{
    private const int MaxDepth = 16;

    private readonly ReadOnlyMemory<byte> _content = content;

    /// <summary>Where the next value begins.</summary>
    public int Position { get; private set; }

    /// <exception cref="InvalidDataException">The structure is damaged.</exception>
    public ThriftValue ReadStruct(int depth = 0)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException("metadata nested too deeply");
        Dictionary<int, ThriftValue> fields = [];
        var last = 0;
        while (true)
        {
            var head = ReadByte();
            if (head == 0)
                return new ThriftValue { Fields = fields };
            var delta = head >> 4;
            last = delta != 0 ? last + delta : (int)ReadZigZag();
            fields[last] = (head & 15) is 1 or 2
                ? new ThriftValue { Number = (head & 15) == 1 ? 1 : 0 }
                : ReadValue(head & 15, depth);
        }
    }

    private ThriftValue ReadValue(int type, int depth)
    {
        switch (type)
        {
            case 1 or 2 or 3:
                return new ThriftValue { Number = ReadByte() };
            case 4 or 5 or 6:
                return new ThriftValue { Number = ReadZigZag() };
            case 7:
                return new ThriftValue { Bytes = ReadBytes(8) };
            case 8:
                return new ThriftValue { Bytes = ReadBytes(ReadVarint()) };
            case 9 or 10:
                return ReadList(depth);
            case 12:
                return ReadStruct(depth + 1);
            default:
                throw new InvalidDataException($"metadata with a value of the unknown type {type}");
        }
    }

    private ThriftValue ReadList(int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException("metadata nested too deeply");
        var head = ReadByte();
        var count = head >> 4 == 15 ? ReadVarint() : (ulong)(head >> 4);
        if (count > (ulong)(_content.Length - Position))
            throw new InvalidDataException("a list that does not end");
        var items = new ThriftValue[count];
        for (var i = 0; i < items.Length; i++)
            items[i] = ReadValue(head & 15, depth + 1);
        return new ThriftValue { Items = items };
    }

    private long ReadZigZag()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number that does not end");
    }

    private byte ReadByte() => Position < _content.Length
        ? _content.Span[Position++]
        : throw new InvalidDataException("metadata that do not end");

    private ReadOnlyMemory<byte> ReadBytes(ulong length)
    {
        if (length > (ulong)(_content.Length - Position))
            throw new InvalidDataException("a text that does not end");
        var bytes = _content.Slice(Position, (int)length);
        Position += (int)length;
        return bytes;
    }
}
