using System.Buffers.Binary;
using System.Text;

namespace Clip.Metadata;

/// <summary>
/// Reads IPTC records (Information Interchange Model 4.2, application record): title, caption, keywords, places, date.
/// </summary>
internal static class IptcReader
{
    // The datasets of the application record.
    private const byte Title = 5, Keyword = 25, DateCreated = 55, TimeCreated = 60, DateDigitized = 62,
        TimeDigitized = 63, City = 90, Sublocation = 92, State = 95, Country = 101, Headline = 105, Caption = 120;

    private const byte Marker = 0x1C;
    private const byte Application = 2;
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads a block of records.</summary>
    /// <param name="data">The block.</param>
    /// <param name="found">Receives the metadata.</param>
    /// <param name="isChanged">Whether it was changed by a program that left the XMP as it was.</param>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found, bool isChanged = false)
    {
        if (!found.MayReadBlock())
            return;
        data = data[..Math.Min(data.Length, MaxBytes)];
        // Photoshop stores it in TIFF files as 32-bit numbers, and other programs that swap bytes swap those.
        if (data is [not Marker, _, _, Marker, ..])
            data = Swapped(data);
        string? date = null, time = null, digitized = null, digitizedTime = null;
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
                case Headline:
                    found.Iptc.AddTitle(ByteText.Decode(value));
                    break;
                case Keyword:
                    found.Iptc.AddKeyword(ByteText.Decode(value));
                    break;
                case City:
                case Sublocation:
                case State:
                case Country:
                    found.Iptc.AddPlaceName(ByteText.Decode(value));
                    break;
                case DateCreated:
                    date ??= Encoding.Latin1.GetString(value);
                    break;
                case TimeCreated:
                    time ??= Encoding.Latin1.GetString(value);
                    break;
                case DateDigitized:
                    digitized ??= Encoding.Latin1.GetString(value);
                    break;
                case TimeDigitized:
                    digitizedTime ??= Encoding.Latin1.GetString(value);
                    break;
                case Caption:
                    found.Iptc.AddDescription(ByteText.Decode(value));
                    break;
            }
        }
        found.IsIptcNewer |= isChanged;
        found.AddDate(isChanged ? DateSource.IptcChangedCreated : DateSource.IptcCreated, Parse(date, time));
        found.AddDate(DateSource.IptcDigitized, Parse(digitized, digitizedTime));
    }

    private static byte[] Swapped(ReadOnlySpan<byte> data)
    {
        var swapped = data[..(data.Length & ~3)].ToArray();
        for (var at = 0; at < swapped.Length; at += 4)
            swapped.AsSpan(at, 4).Reverse();
        return swapped;
    }

    /// <summary>Reads a date, whose month and day are 00 if they are unknown, and a time.</summary>
    private static LocalTime? Parse(string? date, string? time)
    {
        if (date is null)
            return null;
        date = date.Trim(' ', '\0');
        if (date.Length == 8 && date.EndsWith("00", StringComparison.Ordinal))
            return LocalTime.Parse(date.EndsWith("0000", StringComparison.Ordinal) ? date[..4] : date[..6]);
        return LocalTime.Parse(time is null ? date : $"{date}T{time}") ?? LocalTime.Parse(date);
    }
}
