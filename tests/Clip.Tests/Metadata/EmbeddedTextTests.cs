using System.IO.Compression;
using System.Text;
using Clip.Metadata;

namespace Clip.Tests.Metadata;

/// <summary>The places in which files keep what people and programs say about a picture.</summary>
public sealed class EmbeddedTextTests
{
    private static readonly byte[] Exif = ExifBlock.Full(littleEndian: true).Build();

    [Fact]
    public void Profiles_in_the_texts_of_a_PNG_are_read_however_they_are_stored()
    {
        var xmp = XmpText.Packet("dc:title=\"Said in XMP\"");
        var iptc = XmpAndIptcTests.Record(2, 105, "Said in IPTC"u8);
        byte[] resource = [.. "8BIM"u8, 4, 4, 0, 0, 0, 0, 0, (byte)iptc.Length, .. iptc];
        (string Name, byte[] Block, string Says)[] profiles =
        [
            ("exif", [.. "Exif\0\0"u8, .. Exif], "Three boats at sea"), ("exif", Exif, "Three boats at sea"),
            ("APP1", [.. "Exif\0\0"u8, .. Exif], "Three boats at sea"),
            ("APP1", [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. xmp], "Said in XMP"),
            ("xmp", xmp, "Said in XMP"), ("iptc", iptc, "Said in IPTC"), ("iptc", resource, "Said in IPTC"),
            ("8bim", resource, "Said in IPTC"),
        ];
        foreach (var (name, block, says) in profiles)
        {
            var keyword = Encoding.ASCII.GetBytes($"Raw profile type {name}\0");
            var lines = Convert.ToHexStringLower(block).Chunk(72).Select(line => new string(line));
            var text = Encoding.ASCII.GetBytes($"\n{name}\n{block.Length,8}\n{string.Join('\n', lines)}\n");
            Assert.Contains(says, Captions(Png("tEXt", [.. keyword, .. text])));
            Assert.Contains(says, Captions(Png("zTXt", [.. keyword, 0, .. Packed(text)])));
            Assert.Contains(says, Captions(Png("iTXt", [.. keyword, 0, 0, 0, 0, .. text])));
            Assert.Contains(says, Captions(Png("iTXt", [.. keyword, 1, 0, 0, 0, .. Packed(text)])));
        }
        Assert.Empty(Captions(Png("zTXt", [.. "Raw profile type exif\0"u8, 0, .. "no zlib stream"u8])));
        Assert.Empty(Captions(Png("tEXt", "Raw profile type exif\0\nexif\n 99\nzz"u8)));
    }

    [Fact]
    public void The_texts_of_a_PNG_are_captions()
    {
        byte[] png =
        [
            .. Png("tEXt", [.. "Description\0Z"u8, 0xFC, .. "rich"u8]), .. Chunk("tEXt", "Software\0nobody asks"u8),
            .. Chunk("iTXt", [.. "Title\0"u8, 0, 0, .. "de\0Titel\0"u8, .. "Zürich im Schnee"u8]),
            .. Chunk("zTXt", [.. "Comment\0"u8, 0, .. Packed("written by hand"u8)]),
            .. Chunk("tEXt", "Comment\0Created with GIMP"u8),
            .. Chunk("tEXt", "Creation Time\0Fri, 3 May 2024 10:11:12 +0200"u8),
        ];

        var found = MetadataReader.Read(png, png.Length);

        Assert.Equal(["Zürich im Schnee", "Zürich", "written by hand"], found.Texts.All);
        Assert.Equal(new DateTime(2024, 5, 3, 10, 11, 12), found.Metadata.Captured);
        Assert.Equal(TimeSpan.FromHours(2), found.Metadata.UtcOffset);
    }

    [Fact]
    public void XMP_and_comments_are_read_from_a_GIF()
    {
        byte[] trailer = [1, .. Enumerable.Range(0, 256).Select(i => (byte)(255 - i)), 0];
        byte[] gif =
        [
            .. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6,
            0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0,
            0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0,
            0x21, 0xFE, 5, .. "a sub"u8, 7, .. "-marine"u8, 0,
            0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. XmpText.Packet("dc:title=\"A boat\""), .. trailer, 0x3B,
        ];

        Assert.Equal(["A boat", "a sub-marine"], Captions(gif));
        for (var length = 0; length < gif.Length; length++)
            _ = MetadataReader.Read(gif.AsSpan(0, length), length);
    }

    [Fact]
    public void XMP_that_is_longer_than_a_segment_is_assembled()
    {
        const string id = "0123456789ABCDEF0123456789ABCDEF";
        var words = string.Concat(Enumerable.Range(0, 400).Select(i => $"<rdf:li>word number {i}</rdf:li>"));
        var rest = XmpText.Packet("", $"<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>");
        var pieces = rest.Chunk(5000).Select((piece, i) => Extension(id, rest.Length, i * 5000, piece)).ToArray();
        byte[] main = [.. "http://ns.adobe.com/xap/1.0/\0"u8,
            .. XmpText.Packet($"dc:title=\"A boat\" xmpNote:HasExtendedXMP=\"{id}\"")];
        var stranger = Extension(new string('F', 32), 9, 0, XmpText.Packet("dc:title=\"Not this\""));

        var all = Captions(Jpeg([main, stranger, .. pieces.Reverse()]));
        var incomplete = Captions(Jpeg([main, .. pieces[..^1]]));
        var unnamed = Captions(Jpeg([.. pieces]));

        Assert.Equal(401, all.Count);
        Assert.Equal(["A boat", "word number 0", "word number 399"], [all[0], all[1], all[^1]]);
        Assert.InRange(incomplete.Count, 100, 400);
        Assert.Empty(unnamed);

        static byte[] Extension(string id, int length, int offset, byte[] piece) =>
            [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. Encoding.ASCII.GetBytes(id), .. Be32(length),
                .. Be32(offset), .. piece];
    }

    [Fact]
    public void EXIF_and_IPTC_that_are_longer_than_a_segment_are_assembled()
    {
        var iptc = XmpAndIptcTests.Record(2, 105, "A headline"u8);
        byte[] resource = [.. "8BIM"u8, 4, 4, 0, 0, 0, 0, 0, (byte)iptc.Length, .. iptc];

        var captions = Captions(Jpeg(
            [.. "Exif\0\0"u8, .. Exif[..100]], [.. "Exif\0\0"u8, .. Exif[100..]],
            [.. "Photoshop 3.0\0"u8, .. resource[..20]], [.. "Photoshop 3.0\0"u8, .. resource[20..]]));

        Assert.Equal(["Schöne Boote", "A headline", "Three boats at sea", "said by hand", "boat", "sea"], captions);
    }

    [Fact]
    public void Comments_of_a_JPEG_are_captions_unless_a_program_wrote_them()
    {
        byte[] jpeg = [0xFF, 0xD8, .. Segment(0xFE, "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90"u8),
            .. Segment(0xFE, "Grandma's birthday"u8), 0xFF, 0xD9];

        Assert.Equal(["Grandma's birthday"], Captions(jpeg));
    }

    [Fact]
    public void Texts_that_a_converter_took_from_a_PNG_are_read_for_what_they_are()
    {
        var packet = XmpText.Packet("dc:title=\"A boat\"");
        foreach (var comment in (byte[][])[[.. "XML:com.adobe.xmp: "u8, .. packet], packet])
        {
            byte[] jpeg = [0xFF, 0xD8, .. Segment(0xFE, comment),
                .. Segment(0xFE, "Raw profile type exif: \nexif\n  4\n45786966"u8),
                .. Segment(0xFE, "date:create: 2020-05-03T10:11:12+00:00"u8), 0xFF, 0xD9];

            Assert.Equal(["A boat"], Captions(jpeg));
        }
    }

    [Fact]
    public void Markup_in_a_description_is_no_caption()
    {
        var markup = Encoding.UTF8.GetString(XmpText.Packet("dc:title=\"A boat\""));
        var exif = new ExifBlock(true).Text(0, 0x010E, "note: " + markup).Build();

        Assert.Empty(Captions(Jpeg([.. "Exif\0\0"u8, .. exif])));
    }

    [Fact]
    public void Hierarchical_subjects_are_captions_level_by_level_without_duplicates()
    {
        var captions = Captions(Jpeg([.. "http://ns.adobe.com/xap/1.0/\0"u8, .. XmpText.Packet(
            "photoshop:Headline=\"Snow\"",
            """
            <dc:subject><rdf:Bag><rdf:li>Zürich</rdf:li></rdf:Bag></dc:subject>
            <lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Europe|Zürich</rdf:li><rdf:li>Tram</rdf:li></rdf:Bag>
            </lr:hierarchicalSubject>
            <digiKam:TagsList><rdf:Seq><rdf:li>Animals/Birds/Goose</rdf:li></rdf:Seq></digiKam:TagsList>
            <MicrosoftPhoto:LastKeywordXMP><rdf:Bag><rdf:li>Animals/Dog</rdf:li></rdf:Bag>
            </MicrosoftPhoto:LastKeywordXMP>
            <Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Anna</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
            <acdsee:keywords xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/"><rdf:Bag><rdf:li>Kite</rdf:li></rdf:Bag>
            </acdsee:keywords>
            <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
            <rdf:li><rdf:Description mwg-rs:Name="Bert" mwg-rs:Type="Face"/></rdf:li>
            <rdf:li rdf:parseType="Resource"><mwg-rs:Name>Carla</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>
            </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
            """)]));

        Assert.Equal(
            [
                "Snow", "Zürich", "Tram", "Goose", "Dog", "Anna", "Kite", "Bert", "Carla", "Europe", "Places", "Birds",
                "Animals",
            ],
            captions);
    }

    [Fact]
    public void Words_that_darktable_keeps_for_itself_are_no_captions()
    {
        var captions = Captions(Jpeg([.. "http://ns.adobe.com/xap/1.0/\0"u8, .. XmpText.Packet(
            "",
            """
            <dc:subject><rdf:Bag><rdf:li>darktable</rdf:li><rdf:li>exported</rdf:li><rdf:li>format</rdf:li>
            <rdf:li>raf</rdf:li><rdf:li>Goose</rdf:li></rdf:Bag></dc:subject>
            <lr:hierarchicalSubject><rdf:Bag><rdf:li>darktable|exported</rdf:li><rdf:li>darktable|format|raf</rdf:li>
            <rdf:li>Animals|Goose</rdf:li></rdf:Bag></lr:hierarchicalSubject>
            """)]));

        Assert.Equal(["Goose", "Animals"], captions);
    }

    [Fact]
    public void Names_of_places_follow_the_keywords()
    {
        var captions = Captions(Jpeg([.. "http://ns.adobe.com/xap/1.0/\0"u8, .. XmpText.Packet(
            "photoshop:City=\"Lisbon\" photoshop:Country=\"Portugal\"",
            """
            <Iptc4xmpCore:Location xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">Marina
            </Iptc4xmpCore:Location>
            <Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource">
            <Iptc4xmpExt:City>Almada</Iptc4xmpExt:City><Iptc4xmpExt:CountryName>Portugal</Iptc4xmpExt:CountryName>
            </rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>
            <dc:subject><rdf:Bag><rdf:li>bridge</rdf:li></rdf:Bag></dc:subject>
            """)]));

        Assert.Equal(["bridge", "Lisbon", "Portugal", "Marina", "Almada"], captions);
    }

    [Fact]
    public void XMP_is_Latin_1_where_it_says_so()
    {
        var declared = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
            + Encoding.UTF8.GetString(XmpText.Packet("dc:title=\"Größe\""));
        var found = new MetadataFindings();

        Assert.Null(XmpReader.Read(Encoding.Latin1.GetBytes(declared), found));

        Assert.Equal(["Größe"], found.Texts().All);
    }

    [Fact]
    public void XMP_in_any_Unicode_encoding_and_with_damaged_characters_is_read()
    {
        var packet = Encoding.UTF8.GetString(XmpText.Packet("dc:title=\"Zürich &#x1; \u0002snow\""));
        string[] names = ["utf-16", "utf-16BE", "utf-32", "utf-32BE", "utf-8"];
        foreach (var encoding in names.Select(Encoding.GetEncoding))
        {
            var found = new MetadataFindings();
            Assert.Null(XmpReader.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(packet)], found));
            Assert.Equal(["Zürich snow"], found.Texts().All);
            Assert.Null(XmpReader.Read(encoding.GetBytes(packet), found));
        }
        byte[] damaged = XmpText.Packet("dc:title=\"Z?rich snow\"");
        damaged[damaged.AsSpan().IndexOf("?rich"u8)] = 0xFC;
        var kept = new MetadataFindings();
        Assert.Null(XmpReader.Read(damaged, kept));
        Assert.Equal(["Z\uFFFDrich snow"], kept.Texts().All);
    }

    private static List<string> Captions(byte[] file) => [.. MetadataReader.Read(file, file.Length).Texts.All];

    private static byte[] Jpeg(params byte[][] segments) =>
    [
        0xFF, 0xD8,
        .. segments.SelectMany(segment => Segment(segment[0] == 'P' ? (byte)0xED : (byte)0xE1, segment)),
        0xFF, 0xD9,
    ];

    private static byte[] Segment(byte kind, ReadOnlySpan<byte> content) =>
        [0xFF, kind, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Png(string kind, ReadOnlySpan<byte> content) =>
        [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk(kind, content)];

    private static byte[] Chunk(string kind, ReadOnlySpan<byte> content) =>
        [.. Be32(content.Length), .. Encoding.ASCII.GetBytes(kind), .. content, 0, 0, 0, 0];

    private static byte[] Be32(int value) =>
        [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Packed(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var compress = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            compress.Write(content);
        return packed.ToArray();
    }
}
