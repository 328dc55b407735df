using System.Buffers.Binary;
using System.Text;

namespace Clip.Metadata;

/// <summary>
/// Reads IPTC records (Information Interchange Model 4.2, application record): title, caption, keywords, date.
/// </summary>
internal static class IptcReader
{
    // The datasets of the application record.
    private const byte Title = 5, Keyword = 25, DateCreated = 55, TimeCreated = 60, Caption = 120;

    private const byte Marker = 0x1C;
    private const byte Application = 2;
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads a block of records.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (!found.MayReadBlock())
            return;
        data = data[..Math.Min(data.Length, MaxBytes)];
        string? date = null, time = null;
        while (data.Length >= 5)
        {
            if (data[0] != Marker)
            {
                // Padding is allowed only after the last record, and unknown data has no length to skip.
                break;
            }
            var (record, dataset) = (data[1], data[2]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
            // The highest bit announces a longer length, which no text has.
            if ((length & 0x8000) != 0 || length > data.Length - 5)
                break;
            var value = data.Slice(5, length);
            data = data[(5 + length)..];
            if (record != Application)
                continue;
            switch (dataset)
            {
                case Title:
                    found.AddTitle(ByteText.Decode(value));
                    break;
                case Keyword:
                    found.AddKeyword(ByteText.Decode(value));
                    break;
                case DateCreated:
                    date ??= Encoding.Latin1.GetString(value);
                    break;
                case TimeCreated:
                    time ??= Encoding.Latin1.GetString(value);
                    break;
                case Caption:
                    found.AddDescription(ByteText.Decode(value));
                    break;
            }
        }
        if (date is null)
            return;
        var created = LocalTime.Parse(time is null ? date : $"{date}T{time}") ?? LocalTime.Parse(date);
        found.AddDate(DateSource.IptcCreated, created);
    }
}
