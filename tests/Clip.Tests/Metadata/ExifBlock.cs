using System.Buffers.Binary;
using System.Text;

namespace Clip.Tests.Metadata;

/// <summary>
/// Writes an EXIF block by hand, in either byte order: three directories, then the values that do not fit into them.
/// </summary>
internal sealed class ExifBlock(bool littleEndian)
{
    public const int Ascii = 2, Byte = 1, Short = 3, Long = 4, Rational = 5, SignedRational = 10;

    private readonly List<(int Tag, int Type, int Count, byte[] Values)>[] _directories = [[], [], []];

    /// <summary>The type and size of the pointers to the EXIF and the GPS directory.</summary>
    public (int Type, int Size) PointerType { get; init; } = (Long, 4);

    /// <summary>Adds a field to the main (0), the EXIF (1) or the GPS directory (2).</summary>
    public ExifBlock Add(int directory, int tag, int type, int count, byte[] values)
    {
        _directories[directory].Add((tag, type, count, values));
        return this;
    }

    public ExifBlock Text(int directory, int tag, string text) => Text(directory, tag, Encoding.UTF8.GetBytes(text));

    public ExifBlock Text(int directory, int tag, byte[] text) =>
        Add(directory, tag, Ascii, text.Length + 1, [.. text, 0]);

    public ExifBlock Wide(int tag, string text)
    {
        byte[] values = [.. Encoding.Unicode.GetBytes(text), 0, 0];
        return Add(0, tag, Byte, values.Length, values);
    }

    public ExifBlock Rationals(int directory, int tag, params (uint Above, uint Below)[] numbers) =>
        Add(
            directory,
            tag,
            Rational,
            numbers.Length,
            [.. numbers.SelectMany(number => UInt32(number.Above).Concat(UInt32(number.Below)))]);

    public byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        if (littleEndian)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public byte[] UInt16(int value) =>
        littleEndian ? [(byte)value, (byte)(value >> 8)] : [(byte)(value >> 8), (byte)value];

    /// <summary>The block, starting with its byte order mark.</summary>
    /// <param name="photo">The claimed offset of the EXIF directory; null for the real one.</param>
    /// <param name="place">The claimed offset of the GPS directory; null for the real one.</param>
    public byte[] Build(uint? photo = null, uint? place = null)
    {
        var starts = new uint[3];
        starts[0] = 8;
        starts[1] = starts[0] + Size(_directories[0].Count + 2);
        starts[2] = starts[1] + Size(_directories[1].Count);
        var values = new List<byte>();
        var valuesAt = starts[2] + Size(_directories[2].Count);
        var block = new List<byte>([.. littleEndian ? "II"u8 : "MM"u8, .. UInt16(42), .. UInt32(8)]);
        for (var i = 0; i < 3; i++)
        {
            var fields = new List<(int Tag, int Type, int Count, byte[] Values)>(_directories[i]);
            if (i == 0)
            {
                fields.Add((0x8769, PointerType.Type, Count(), Pointer(photo ?? starts[1])));
                fields.Add((0x8825, PointerType.Type, Count(), Pointer(place ?? starts[2])));
            }
            block.AddRange(UInt16(fields.Count));
            foreach (var field in fields)
            {
                block.AddRange([.. UInt16(field.Tag), .. UInt16(field.Type), .. UInt32((uint)field.Count)]);
                if (field.Values.Length <= 4)
                {
                    block.AddRange([.. field.Values, .. new byte[4 - field.Values.Length]]);
                    continue;
                }
                block.AddRange(UInt32(valuesAt + (uint)values.Count));
                values.AddRange(field.Values);
            }
            block.AddRange(UInt32(0));
        }
        return [.. block, .. values];

        int Count() => PointerType.Type == 7 ? PointerType.Size : 1;

        byte[] Pointer(uint target)
        {
            byte[] wide = littleEndian ? [.. UInt32(target), 0, 0, 0, 0] : [0, 0, 0, 0, .. UInt32(target)];
            return littleEndian ? wide[..PointerType.Size] : wide[^PointerType.Size..];
        }

        static uint Size(int fields) => (uint)(2 + (12 * fields) + 4);
    }

    /// <summary>A block with every field that is read.</summary>
    public static ExifBlock Full(bool littleEndian) => new ExifBlock(littleEndian)
        .Text(0, 0x010E, "Three boats\r\n at sea ")
        .Text(0, 0x010F, "NIKON CORPORATION")
        .Text(0, 0x0110, "NIKON D750")
        .Text(0, 0x0132, "2024:01:01 00:00:00")
        .Wide(0x9C9B, "Schöne Boote")
        .Wide(0x9C9C, "said by hand")
        .Wide(0x9C9E, "boat;sea; boat")
        .Text(1, 0x9003, "2023:08:05 21:06:07")
        .Text(1, 0x9004, "2023:08:06 00:00:00")
        .Text(1, 0x9011, "-04:30")
        .Text(2, 1, "S")
        .Rationals(2, 2, (33, 1), (51, 1), (3599, 100))
        .Text(2, 3, "E")
        .Rationals(2, 4, (151, 1), (12, 1), (40, 1));
}
