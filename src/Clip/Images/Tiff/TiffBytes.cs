using System.Buffers.Binary;

namespace Clip.Images.Tiff;

/// <summary>
/// The bytes of a TIFF structure, in either byte order, with 32-bit or 64-bit offsets. Reading outside the bytes gives
/// nothing or 0, never an exception.
/// </summary>
internal readonly ref struct TiffBytes
{
    /// <summary>The offset of the first directory.</summary>
    public readonly long FirstDirectory;

    private readonly ReadOnlySpan<byte> _data;
    private readonly bool _littleEndian;

    private TiffBytes(ReadOnlySpan<byte> data, bool littleEndian, bool isBig)
    {
        _data = data;
        _littleEndian = littleEndian;
        IsBig = isBig;
        FirstDirectory = isBig ? UInt64(8) : UInt32(4);
    }

    /// <summary>Whether counts and offsets have 64 bits (BigTIFF).</summary>
    public bool IsBig { get; }

    /// <summary>Whether the least significant byte of a number comes first.</summary>
    public bool IsLittleEndian => _littleEndian;

    public long Length => _data.Length;

    /// <summary>
    /// Opens bytes that start with a TIFF byte order mark. The number that follows is not checked, because cameras'
    /// raw files use their own.
    /// </summary>
    public static bool TryOpen(ReadOnlySpan<byte> data, out TiffBytes tiff)
    {
        tiff = default;
        if (data.Length < 8 || !(data.StartsWith("II"u8) || data.StartsWith("MM"u8)))
            return false;
        var littleEndian = data[0] == 'I';
        var isBig = data[littleEndian ? 2 : 3] == 43;
        if (isBig && data.Length < 16)
            return false;
        tiff = new TiffBytes(data, littleEndian, isBig);
        return true;
    }

    /// <summary>A part of the bytes; empty unless all of it exists.</summary>
    public ReadOnlySpan<byte> Slice(long offset, long length) =>
        offset >= 0 && length >= 0 && offset <= _data.Length - length ? _data.Slice((int)offset, (int)length) : [];

    /// <summary>A 16-bit number; 0 if it does not exist.</summary>
    public int UInt16(long offset) => Slice(offset, 2) is { Length: 2 } bytes ? UInt16(bytes) : 0;

    /// <summary>A 32-bit number; 0 if it does not exist.</summary>
    public uint UInt32(long offset) => Slice(offset, 4) is { Length: 4 } bytes ? UInt32(bytes) : 0;

    /// <summary>A 64-bit number, at most <see cref="long.MaxValue"/>; 0 if it does not exist.</summary>
    public long UInt64(long offset) => Slice(offset, 8) is { Length: 8 } bytes ? UInt64(bytes) : 0;

    public int UInt16(ReadOnlySpan<byte> bytes) =>
        _littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    public uint UInt32(ReadOnlySpan<byte> bytes) =>
        _littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    /// <summary>A 64-bit number, at most <see cref="long.MaxValue"/>.</summary>
    public long UInt64(ReadOnlySpan<byte> bytes) => (long)Math.Min(long.MaxValue, Bits64(bytes));

    /// <summary>The 64 bits of a number.</summary>
    public ulong Bits64(ReadOnlySpan<byte> bytes) =>
        _littleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
}
