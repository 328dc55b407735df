using System.Text;

namespace Clip.Interchange.Parquet;

/// <summary>Writes Thrift's compact protocol; fields of a structure in ascending order.</summary>
internal sealed class ThriftWriter
{
    private readonly List<byte> _bytes = [];
    private readonly Stack<int> _last = new();
    private int _lastField;

    public byte[] ToArray() => [.. _bytes];

    public void Number(int field, long value, bool is64 = false)
    {
        Head(field, is64 ? 6 : 5);
        ZigZag(value);
    }

    public void Text(int field, string value)
    {
        Head(field, 8);
        TextItem(value);
    }

    public void TextItem(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Varint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
    }

    public void NumberItem(long value) => ZigZag(value);

    /// <summary>Begins a list: of structures (12), texts (8) or 32-bit numbers (5).</summary>
    public void List(int field, int count, int type)
    {
        Head(field, 9);
        if (count < 15)
        {
            _bytes.Add((byte)(count << 4 | type));
            return;
        }

        _bytes.Add((byte)(0xF0 | type));
        Varint((ulong)count);
    }

    /// <summary>Begins a structure in a field; <see cref="End"/> ends it.</summary>
    public void Begin(int field)
    {
        Head(field, 12);
        Begin();
    }

    /// <summary>Begins a structure in a list, or the whole one.</summary>
    public void Begin()
    {
        _last.Push(_lastField);
        _lastField = 0;
    }

    public void End()
    {
        _bytes.Add(0);
        _lastField = _last.Pop();
    }

    private void Head(int field, int type)
    {
        // Fields are written in order, and no structure of Parquet leaves out fifteen in a row.
        _bytes.Add((byte)((field - _lastField) << 4 | type));
        _lastField = field;
    }

    private void ZigZag(long value) => Varint((ulong)(value << 1 ^ value >> 63));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
