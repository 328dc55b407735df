using System.Buffers.Binary;
using System.Text;

namespace Clip.Metadata;

/// <summary>Reads IPTC records (Information Interchange Model 4.2, application record): title, caption, keywords, date.</summary>
internal static class IptcReader
{
    private const byte Marker = 0x1C;
    private const byte Application = 2;
    private const int MostBytes = 1 << 20;

    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (!found.MayReadBlock())
            return;
        data = data[..Math.Min(data.Length, MostBytes)];
        string? date = null, time = null;
        while (data.Length >= 5)
        {
            if (data[0] != Marker)
            {
                // Padding is allowed behind the last record only; whatever else this is, it has no length to go by.
                break;
            }
            var (record, dataset) = (data[1], data[2]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
            // The highest bit says that a longer length follows: no text is that long.
            if ((length & 0x8000) != 0 || length > data.Length - 5)
                break;
            var value = data.Slice(5, length);
            data = data[(5 + length)..];
            if (record != Application)
                continue;
            switch (dataset)
            {
                case 5:
                    found.AddTitle(ByteText.Decode(value));
                    break;
                case 25:
                    found.AddKeyword(ByteText.Decode(value));
                    break;
                case 55:
                    date ??= Encoding.Latin1.GetString(value);
                    break;
                case 60:
                    time ??= Encoding.Latin1.GetString(value);
                    break;
                case 120:
                    found.AddDescription(ByteText.Decode(value));
                    break;
            }
        }
        if (date is not null)
            found.AddDate(DateSource.IptcCreated, LocalTime.Parse(time is null ? date : $"{date}T{time}") ?? LocalTime.Parse(date));
    }
}
