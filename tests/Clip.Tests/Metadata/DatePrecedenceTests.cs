using System.Security.Cryptography;
using Clip.Metadata;

namespace Clip.Tests.Metadata;

/// <summary>Which of several dates is the one of the shot: the order of the Metadata Working Group.</summary>
public sealed class DatePrecedenceTests
{
    [Fact]
    public void XMP_dates_are_ranked_whatever_their_order()
    {
        string[] ranked =
            ["exif:DateTimeOriginal", "photoshop:DateCreated", "exif:DateTimeDigitized", "xmp:CreateDate"];
        for (var best = 0; best < ranked.Length; best++)
        {
            var present = ranked[best..].Select((name, i) => $"{name}=\"{2000 + best + i}-05-03T10:11:12\"").ToArray();
            foreach (var order in new[] { present, [.. present.Reverse()] })
            {
                var found = new MetadataFindings();
                XmpReader.Read(XmpText.Packet(string.Join(' ', order)), found);
                Assert.Equal(2000 + best, found.Metadata().Captured?.Year);
                Assert.Equal(best < 2 ? DateKind.Taken : DateKind.Digitized, found.DateKind);
            }
        }
    }

    [Fact]
    public void EXIF_precedes_XMP_precedes_IPTC_and_the_shot_precedes_its_digitizing()
    {
        Assert.Equal(2001, Year(original: 2001, digitized: 2002, created: 2003, iptc: 2004));
        Assert.Equal(2003, Year(original: null, digitized: 2002, created: 2003, iptc: 2004));
        Assert.Equal(2004, Year(original: null, digitized: 2002, created: null, iptc: 2004));
        Assert.Equal(2002, Year(original: null, digitized: 2002, created: null, iptc: null));
        Assert.Equal(2003, Year(original: 1, digitized: 2002, created: 2003, iptc: null)); // year 1 is no date

        static int? Year(int? original, int? digitized, int? created, int? iptc)
        {
            var found = new MetadataFindings();
            if (iptc is not null)
                IptcReader.Read(XmpAndIptcTests.Record(2, 55, [.. Digits(iptc.Value), .. "0503"u8]), found);
            if (created is not null)
                XmpReader.Read(XmpText.Packet($"photoshop:DateCreated=\"{created:0000}-05-03\""), found);
            var exif = new ExifBlock(true);
            if (original is not null)
                exif.Text(1, 0x9003, $"{original:0000}:05:03 10:11:12");
            if (digitized is not null)
                exif.Text(1, 0x9004, $"{digitized:0000}:05:03 10:11:12");
            ExifReader.Read(exif.Build(), found);
            return found.Metadata().Captured?.Year;
        }
    }

    [Theory]
    [InlineData(null, 2003)]
    [InlineData(true, 2003)]
    [InlineData(false, 2004)] // changed by a program that does not know XMP
    public void IPTC_precedes_XMP_only_if_it_was_changed_later(bool? isDigestRight, int year)
    {
        byte[] iptc =
        [
            .. XmpAndIptcTests.Record(2, 25, "2004"u8), .. XmpAndIptcTests.Record(2, 25, "IPTC"u8),
            .. XmpAndIptcTests.Record(2, 55, "20040503"u8), .. XmpAndIptcTests.Record(2, 105, "headline"u8),
        ];
#pragma warning disable CA5351 // The format asks for this digest.
        var digest = MD5.HashData(isDigestRight == true ? iptc : [1]);
#pragma warning restore CA5351
        byte[] resources = [.. "8BIM"u8, 4, 4, 0, 0, 0, 0, 0, (byte)iptc.Length, .. iptc, .. new byte[iptc.Length % 2]];
        if (isDigestRight is not null)
            resources = [.. "8BIM"u8, 4, 0x25, 0, 0, 0, 0, 0, 16, .. digest, .. resources];
        var found = new MetadataFindings();

        XmpReader.Read(
            XmpText.Packet("photoshop:DateCreated=\"2003-05-03\" dc:subject=\"XMP\" dc:title=\"a boat\""), found);
        PhotoshopResources.Read(resources, found);

        Assert.Equal(year, found.Metadata().Captured?.Year);
        // What only the older one has was removed; titles and headlines are not the same.
        Assert.Equal(["a boat", "headline", year == 2004 ? "IPTC" : "XMP"], found.Texts().All);
    }

    [Theory]
    [InlineData("20240503", "101112+0200", "2024-05-03T10:11:12")]
    [InlineData("20240503", "245960", "2024-05-03T00:59:59")]
    [InlineData("20240500", null, "2024-05-01T00:00:00")] // an unknown day
    [InlineData("20240000", "101112", "2024-01-01T00:00:00")]
    [InlineData("20240503", "when the sun rose", "2024-05-03T00:00:00")]
    public void IPTC_dates_may_be_partly_unknown(string date, string? time, string expected)
    {
        byte[] data = XmpAndIptcTests.Record(2, 55, System.Text.Encoding.ASCII.GetBytes(date));
        if (time is not null)
            data = [.. data, .. XmpAndIptcTests.Record(2, 60, System.Text.Encoding.ASCII.GetBytes(time))];
        var found = new MetadataFindings();

        IptcReader.Read(data, found);

        Assert.Equal(expected, found.Metadata().Captured?.ToString("s"));
    }

    private static byte[] Digits(int year) => System.Text.Encoding.ASCII.GetBytes($"{year:0000}");
}
