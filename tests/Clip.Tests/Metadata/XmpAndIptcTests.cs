using System.Diagnostics;
using System.Text;
using Clip.Metadata;
using CsCheck;

namespace Clip.Tests.Metadata;

/// <summary>Untrusted XMP and IPTC.</summary>
public sealed class XmpAndIptcTests
{
    private const string Start = """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        """;

    private const string Spaces = """
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
        xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
        xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:mm="http://ns.adobe.com/xap/1.0/mm/"
        """;

    [Fact]
    public void Properties_are_read_from_attributes_and_elements()
    {
        var (metadata, captions) = Xmp($"""
            <rdf:Description rdf:about="" {Spaces}
                tiff:Make="Canon" exif:GPSLatitude="47,22.5N" exif:GPSLongitude="8,32,6W">
              <tiff:Model>EOS R5</tiff:Model>
              <exif:DateTimeOriginal>2024-05-03T10:11:12.5+02:00</exif:DateTimeOriginal>
              <xmp:CreateDate>2025-01-01</xmp:CreateDate>
              <dc:title><rdf:Alt><rdf:li xml:lang="x-default">A boat</rdf:li>
                <rdf:li xml:lang="de">Ein Boot</rdf:li></rdf:Alt></dc:title>
              <dc:description><rdf:Alt>
                <rdf:li xml:lang="x-default">A boat &amp; the&#10;sea</rdf:li></rdf:Alt></dc:description>
              <dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li><![CDATA[a boat]]></rdf:li></rdf:Bag></dc:subject>
              <mm:History><rdf:Seq><rdf:li>
                <rdf:Description dc:title="not this" xmp:CreateDate="1999-01-01"/></rdf:li></rdf:Seq></mm:History>
            </rdf:Description>
            """);

        Assert.Equal(new DateTime(2024, 5, 3, 10, 11, 12), metadata.Captured);
        Assert.Equal(TimeSpan.FromHours(2), metadata.UtcOffset);
        Assert.Equal("Canon EOS R5", metadata.Camera);
        Assert.Equal(47.375, metadata.Place!.Value.Latitude, 1e-12);
        Assert.Equal(-(8 + (32 / 60.0) + (6 / 3600.0)), metadata.Place.Value.Longitude, 1e-12);
        Assert.Equal(["A boat", "Ein Boot", "A boat & the sea", "sea"], captions);
    }

    [Theory]
    [InlineData("91,0N", "8,0E")]
    [InlineData("47,0,0,0N", "8,0E")]
    [InlineData("47,0E", "8,0E")]
    [InlineData("NaN", "8,0E")]
    [InlineData("", "8,0E")]
    public void Coordinates_off_the_globe_are_not_a_place(string latitude, string longitude)
    {
        var place = $"exif:GPSLatitude=\"{latitude}\" exif:GPSLongitude=\"{longitude}\"";
        Assert.Null(Xmp($"<rdf:Description {Spaces} {place}/>").Metadata.Place);
    }

    [Fact]
    public void Entities_are_neither_expanded_nor_fetched()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("secret.txt"), "the secret");
        var secret = new Uri(folder.At("secret.txt")).AbsoluteUri;
        var laughs = string.Concat(
            Enumerable.Range(1, 9).Select(
                i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">"));
        string[] bombs =
        [
            $"<!DOCTYPE x [<!ENTITY l0 \"lol\">{laughs}]>{Document("&l9;")}",
            $"<!DOCTYPE x [<!ENTITY l0 SYSTEM \"{secret}\">]>{Document("&l0;")}",
            $"<!DOCTYPE x SYSTEM \"{secret}\">{Document("a boat")}",
            Document("&l0;"),
        ];
        foreach (var bomb in bombs)
        {
            var clock = Stopwatch.StartNew();
            Assert.Empty(Read(Encoding.UTF8.GetBytes(bomb)).Captions);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }

        static string Document(string title) =>
            $"{Start}<rdf:Description {Spaces}><dc:title>{title}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>";
    }

    [Fact]
    public void Deeply_nested_elements_and_huge_texts_end_the_reading()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 200_000));
        var before = $"{Start}<rdf:Description {Spaces} dc:title=\"A boat\"/>";

        Assert.Equal(["A boat"], Read(Encoding.UTF8.GetBytes(before + deep)).Captions);
        Assert.Empty(Read(Encoding.UTF8.GetBytes(before + new string('a', XmpReader.MaxBytes) + ">")).Captions);
    }

    [Fact]
    public void A_truncated_document_keeps_the_properties_before_its_end()
    {
        var document = Encoding.UTF8.GetBytes(
            $"{Start}<rdf:Description {Spaces}><dc:title>A boat</dc:title><dc:subject><rdf:Bag><rdf:li>sea</rdf:li>"
            + "</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>");
        for (var length = 0; length < document.Length; length++)
            Assert.Subset(new HashSet<string> { "A boat", "sea" }, Read(document[..length]).Captions.ToHashSet());
        Assert.Equal(["A boat"], Read(document[..^60]).Captions.Take(1));
    }

    [Fact]
    public void IPTC_records_are_read()
    {
        byte[] data =
        [
            .. Record(1, 90, [0x1B, 0x25, 0x47]),
            .. Record(2, 5, "Bäume"u8),
            .. Record(2, 120, [(byte)'Z', 0xFC, .. "rich "u8, 0x96, (byte)' ', 0x93, .. "5 "u8, 0x80, 0x94]),
            .. Record(2, 25, "tree"u8),
            .. Record(2, 25, "wood"u8),
            .. Record(2, 25, "tree"u8),
            .. Record(2, 55, "20240503"u8),
            .. Record(2, 60, "101112+0200"u8),
            .. Record(2, 90, "Zug"u8),
            .. Record(2, 101, "Switzerland"u8),
        ];

        var (metadata, captions) = Iptc(data);

        Assert.Equal(["Bäume", "Zürich – “5 €”", "tree", "wood", "Zug", "Switzerland"], captions);
        Assert.Equal(new DateTime(2024, 5, 3, 10, 11, 12), metadata.Captured);
        Assert.Equal(TimeSpan.FromHours(2), metadata.UtcOffset);
    }

    [Theory]
    [InlineData(0xFF, 0xFF)] // longer than what is there, in the long form
    [InlineData(0x7F, 0xFF)]
    [InlineData(0x00, 0x06)] // a byte longer
    public void IPTC_records_with_false_lengths_end_the_reading(byte high, byte low)
    {
        byte[] data = [.. Record(2, 5, "Trees"u8), 0x1C, 2, 120, high, low, .. "words"u8];

        Assert.Equal(["Trees"], Iptc(data).Captions);
    }

    [Fact]
    public void Any_IPTC_bytes_and_any_resources_are_read_without_an_error() =>
        Gen.Byte.Array[0, 60].Sample(
            noise =>
            {
                byte[] record = [.. Record(2, 5, noise), 0x1C, 2, .. noise];
                _ = Iptc(record);
                PhotoshopResources.Read(
                    [.. "8BIM\x04\x04"u8, 0, 0, 0, 0, 0, (byte)noise.Length, .. record, .. "8BIM"u8, .. noise],
                    new MetadataFindings());
            },
            iter: 20_000);

    [Fact]
    public void IPTC_is_found_in_Photoshop_resources()
    {
        var iptc = Record(2, 5, "Trees"u8);
        byte[] other = [.. "8BIM"u8, 0x03, 0xED, 3, .. "abc"u8, 0, 0, 0, 3, 1, 2, 3, 0];
        byte[] resource = [.. "8BIM"u8, 0x04, 0x04, 0, 0, 0, 0, 0, (byte)iptc.Length, .. iptc];
        var found = new MetadataFindings();

        PhotoshopResources.Read([.. other, .. resource], found);

        Assert.Equal(["Trees"], found.Texts().All);
    }

    [Theory]
    [InlineData("a<\0b>")]
    [InlineData("<\0\0\0>")]
    [InlineData("abc<\0\0\0d>")]
    [InlineData("<\0>\0<\0")]
    [InlineData("<>")]
    public void Zeros_that_belong_to_no_encoding_are_not_XMP(string data) =>
        Assert.NotNull(XmpReader.Read(Encoding.Latin1.GetBytes(data), new MetadataFindings()));

    [Fact]
    public void IPTC_with_the_bytes_of_its_words_swapped_is_read()
    {
        byte[] data = [.. Record(2, 105, "Headlines"u8), 0, 0];
        var swapped = data.Chunk(4).SelectMany(word => word.Reverse()).ToArray();

        Assert.Equal(["Headlines"], Iptc(swapped).Captions);
    }

    [Theory]
    [InlineData("PHUT")]
    [InlineData("DCSR")]
    [InlineData("AgHg")]
    [InlineData("MeSa")]
    public void Resources_of_other_programs_are_skipped(string signature)
    {
        var iptc = Record(2, 105, "A headline"u8);
        byte[] other = [.. Encoding.ASCII.GetBytes(signature), 0x04, 0x04, 0, 0, 0, 0, 0, 3, 1, 2, 3, 0];
        byte[] resource = [.. "8BIM"u8, 0x04, 0x04, 0, 0, 0, 0, 0, (byte)iptc.Length, .. iptc];
        var found = new MetadataFindings();

        PhotoshopResources.Read([.. other, .. resource], found);

        Assert.Equal(["A headline"], found.Texts().All);
    }

    [Fact]
    public void The_number_of_captions_of_a_picture_is_limited()
    {
        var keywords = Enumerable.Range(0, 5000).SelectMany(
            i => Record(2, 25, Encoding.ASCII.GetBytes($"word {i}"))).ToArray();

        Assert.Equal(MetadataFindings.MaxCaptions, Iptc(keywords).Captions.Count);
    }

    internal static byte[] Record(byte record, byte dataset, ReadOnlySpan<byte> value) =>
        [0x1C, record, dataset, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    private static (PictureMetadata Metadata, IReadOnlyList<string> Captions) Iptc(byte[] data)
    {
        var found = new MetadataFindings();
        IptcReader.Read(data, found);
        return (found.Metadata(), [.. found.Texts().All]);
    }

    private static (PictureMetadata Metadata, IReadOnlyList<string> Captions) Xmp(string descriptions) =>
        Read(
            Encoding.UTF8.GetBytes(
                $"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>{Start}{descriptions}"
                + "</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>\0\0"));

    private static (PictureMetadata Metadata, IReadOnlyList<string> Captions) Read(byte[] data)
    {
        var found = new MetadataFindings();
        XmpReader.Read(data, found);
        return (found.Metadata(), [.. found.Texts().All]);
    }
}
