using System.Text;

namespace Clip.Models.Onnx;

/// <summary>
/// Reads protocol buffers field by field and skips fields that are not needed, so that a graph's inputs and outputs are
/// known without loading its weights. Lengths are checked against the message, since model files are untrusted. Source:
/// the encoding section of the Protocol Buffers documentation.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int MaxText = 16 << 10;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;
    private int _start;

    /// <summary>The number of the field read last.</summary>
    public int Field { get; private set; }

    /// <summary>
    /// The wire type of the field read last: 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes.
    /// </summary>
    public int WireType { get; private set; }

    /// <summary>The bytes of the field read last, tag included, once its value has been read or skipped.</summary>
    public readonly ReadOnlySpan<byte> Raw => _message[_start.._position];

    /// <summary>Moves to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (_position >= _message.Length)
            return false;
        _start = _position;
        var tag = ReadVarint();
        if (tag >> 3 is 0 or > int.MaxValue)
            throw new InvalidDataException("a field without a number");
        Field = (int)(tag >> 3);
        WireType = (int)(tag & 7);
        return true;
    }

    /// <summary>The value of a varint field.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_position >= _message.Length)
                break;
            var next = _message[_position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("a number that does not end");
    }

    /// <summary>The content of a length-delimited field.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        var left = (ulong)(_message.Length - _position);
        if (length > left)
            throw new InvalidDataException($"{length:N0} bytes announced, {left:N0} there");
        var bytes = _message.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    /// <summary>The content of a length-delimited field as text: a name or a path.</summary>
    public string ReadText()
    {
        var text = ReadBytes();
        return text.Length <= MaxText
            ? Encoding.UTF8.GetString(text)
            : throw new InvalidDataException("a name longer than any");
    }

    /// <summary>The value of a field of four bytes.</summary>
    public ReadOnlySpan<byte> ReadFixed32()
    {
        Advance(4);
        return _message.Slice(_position - 4, 4);
    }

    /// <summary>Adds the integers of a repeated field, which may be packed into one.</summary>
    public void ReadIntegers(List<long> integers)
    {
        if (WireType != 2)
        {
            integers.Add((long)ReadVarint());
            return;
        }
        var packed = new ProtobufReader(ReadBytes());
        while (packed._position < packed._message.Length)
            integers.Add((long)packed.ReadVarint());
    }

    /// <summary>Skips the value of the field read last.</summary>
    public void Skip()
    {
        switch (WireType)
        {
            case 0: ReadVarint(); break;
            case 1: Advance(8); break;
            case 2: ReadBytes(); break;
            case 5: Advance(4); break;
            default: throw new InvalidDataException($"unknown wire type {WireType}");
        }
    }

    private void Advance(int bytes)
    {
        if (bytes > _message.Length - _position)
            throw new InvalidDataException("a value that does not end");
        _position += bytes;
    }
}
