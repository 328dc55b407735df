using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Clip.Metadata;
using CsCheck;

namespace Clip.Tests.Metadata;

/// <summary>Metadata in every kind of file that can contain it.</summary>
public sealed class MetadataReaderTests
{
    private static readonly string Goldens = Path.Combine(
        Repository.Root, "tests", "Clip.Tests", "Goldens", "metadata", "containers");

    private static readonly byte[] Exif = ExifBlock.Full(littleEndian: false).Build();

    private static readonly byte[] Xmp = """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
        xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="From XMP"/></rdf:RDF></x:xmpmeta>
        """u8.ToArray();

    [Theory]
    [InlineData("geese.jpg")]
    [InlineData("geese.png")]
    [InlineData("geese.webp")]
    [InlineData("geese.avif")]
    public void Metadata_written_by_Pillow_is_read_from_each_format(string name)
    {
        var data = File.ReadAllBytes(Path.Combine(Goldens, name));

        var embedded = MetadataReader.Read(data, data.Length);

        Assert.Equal(new DateTime(2022, 10, 16, 17, 45, 9), embedded.Metadata.Captured);
        Assert.Equal(new TimeSpan(-3, -30, 0), embedded.Metadata.UtcOffset);
        Assert.Equal("FUJIFILM X-T30", embedded.Metadata.Camera);
        Assert.Equal(-(41 + (8 / 60.0) + (29.1 / 3600)), embedded.Metadata.Place!.Value.Latitude, 1e-9);
        Assert.Equal(-(71 + (18 / 60.0) + (43.68 / 3600)), embedded.Metadata.Place.Value.Longitude, 1e-9);
        Assert.Equal(["Gänse am See", "Geese over the lake", "geese", "lake"], embedded.Texts.All);
        Assert.True(embedded.IsComplete);
    }

    private static readonly string[] ByHand =
        ["jxl", "jxl brotli", "jp2", "cr3", "raf", "psd", "heic", "mrw", "raw tiff"];

    public static TheoryData<string> Containers => new(ByHand);

    [Theory]
    [MemberData(nameof(Containers))]
    public void EXIF_and_XMP_are_found_in_handmade_containers(string container)
    {
        var data = Build(container);

        var embedded = container == "mrw"
            ? MetadataReader.Read(data, data.Length, PictureKind.CameraRaw)
            : MetadataReader.Read(data, data.Length);

        Assert.Equal(new DateTime(2023, 8, 5, 21, 6, 7), embedded.Metadata.Captured);
        Assert.Equal("NIKON D750", embedded.Metadata.Camera);
        Assert.NotNull(embedded.Metadata.Place);
        Assert.Contains("Three boats at sea", embedded.Texts.All);
        Assert.Equal(container is not ("raf" or "mrw" or "raw tiff"), embedded.Texts.All.Contains("From XMP"));
    }

    [Fact]
    public void Damaged_files_are_read_without_an_error()
    {
        byte[][] files = [.. ByHand.Select(Build), .. Directory.GetFiles(Goldens, "geese.*").Select(File.ReadAllBytes)];
        foreach (var file in files)
        {
            for (var length = 0; length < file.Length; length += 1 + (length / 100))
                _ = MetadataReader.Read(file.AsSpan(0, length), length);
        }
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 10]).Sample(
            (which, changes) =>
            {
                var file = (byte[])files[which].Clone();
                foreach (var (at, value) in changes)
                    file[(int)(at * (file.Length - 1))] = value;
                var embedded = MetadataReader.Read(file, file.Length);
                return embedded.Texts.All.Count() <= MetadataFindings.MaxCaptions;
            },
            iter: 20_000);
    }

    [Fact]
    public void False_box_lengths_end_the_reading()
    {
        foreach (var length in new[] { 0u, 1u, 7u, 8u, 0x7FFFFFFFu, uint.MaxValue })
        {
            var data = Build("heic");
            // The length of each box in turn.
            for (var at = 0; at + 8 < data.Length; at += 4)
            {
                var lying = (byte[])data.Clone();
                BinaryPrimitives.WriteUInt32BigEndian(lying.AsSpan(at), length);
                _ = MetadataReader.Read(lying, lying.Length);
            }
        }
    }

    [Fact]
    public void The_start_of_a_JPEG_file_is_sufficient()
    {
        var data = File.ReadAllBytes(Path.Combine(Goldens, "geese.jpg"));
        var scan = data.AsSpan().IndexOf<byte>([0xFF, 0xDA]);

        Assert.True(MetadataReader.Read(data.AsSpan(0, scan + 2), data.Length).IsComplete);
        Assert.False(MetadataReader.Read(data.AsSpan(0, scan - 4), data.Length).IsComplete);
        Assert.False(
            MetadataReader.Read(File.ReadAllBytes(Path.Combine(Goldens, "geese.webp")).AsSpan(0, 300), 852).IsComplete);
    }

    [Fact]
    public void A_decompression_bomb_is_ignored()
    {
        using var packed = new MemoryStream();
        using (var compress = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            compress.Write(Xmp);
            for (var i = 0; i < 64; i++)
                compress.Write(new byte[1 << 20]);
        }
        byte[] text = [.. "XML:com.adobe.xmp\0"u8, 1, 0, 0, 0, .. packed.ToArray()];
        byte[] png = [0x89, .. "PNG\r\n\x1A\n"u8, .. Be32(text.Length), .. "iTXt"u8, .. text, 0, 0, 0, 0];

        Assert.Empty(MetadataReader.Read(png, png.Length).Texts.All);
    }

    [Fact]
    public void A_file_with_thousands_of_blocks_is_read_quickly()
    {
        byte[] chunk = [.. Be32(Exif.Length), .. "eXIf"u8, .. Exif, 0, 0, 0, 0];
        byte[] png = [0x89, .. "PNG\r\n\x1A\n"u8, .. Enumerable.Repeat(chunk, 5000).SelectMany(bytes => bytes)];

        Assert.Equal("NIKON D750", MetadataReader.Read(png, png.Length).Metadata.Camera);
    }

    private static byte[] Build(string container) => container switch
    {
        "jxl" =>
        [
            .. Signature("JXL "), .. Box("ftyp", "jxl \0\0\0\0jxl "u8), .. Box("Exif", [0, 0, 0, 0, .. Exif]),
            .. Box("xml ", Xmp), .. Box("jxlc", [0xFF, 0x0A]),
        ],
        "jxl brotli" =>
        [
            .. Signature("JXL "), .. Box("brob", [.. "Exif"u8, .. Brotli([0, 0, 0, 0, .. Exif])]),
            .. Box("brob", [.. "xml "u8, .. Brotli(Xmp)]),
        ],
        "jp2" => [.. Signature("jP  "), .. Box("uuid", [.. "JpgTiffExif->JP2"u8, .. Exif]),
            .. Box("uuid", [.. Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC"), .. Xmp])],
        "cr3" => [.. Box("ftyp", "crx \0\0\0\x01"u8),
            .. Box("moov", Box("uuid", [.. Convert.FromHexString("85C0B687820F11E08111F4CE462B6A48"),
                .. Box("CMT1", Exif), .. Box("CMT2", PhotoOnly(1)), .. Box("CMT4", PhotoOnly(2))])),
            .. Box("uuid", [.. Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC"), .. Xmp])],
        "raf" =>
        [
            .. "FUJIFILMCCD-RAW 0201FF393101"u8, .. new byte[56], .. Be32(100), .. Be32(8 + Exif.Length + 4),
            .. new byte[8], .. Jpeg(),
        ],
        "psd" => [.. "8BPS\0\x01"u8, .. new byte[20], .. Be32(0),
            .. Be32(24 + Exif.Length + (Exif.Length & 1) + Xmp.Length),
            .. Resource(0x22, Exif), .. Resource(0x24, Xmp)],
        "heic" => Heic(),
        "mrw" => [0, .. "MRM"u8, .. Be32(Exif.Length + 24), 0, .. "PRD"u8, .. Be32(8), .. new byte[8], 0, .. "TTW"u8,
            .. Be32(Exif.Length), .. Exif],
        "raw tiff" => [.. "MM\0*"u8, .. Exif[4..8], .. Exif[8..]],
        _ => throw new ArgumentOutOfRangeException(nameof(container)),
    };

    /// <summary>A block whose first directory is the EXIF (1) or the GPS directory (2).</summary>
    private static byte[] PhotoOnly(int directory) => directory == 1
        ? new ExifBlock(true).Text(0, 0x9003, "2023:08:05 21:06:07").Build()
        : new ExifBlock(true).Text(0, 1, "S").Rationals(
            0, 2, (33, 1), (51, 1), (0, 1)).Text(0, 3, "E").Rationals(0, 4, (151, 1), (0, 1), (0, 1)).Build();

    private static byte[] Jpeg() =>
        [0xFF, 0xD8, 0xFF, 0xE1, .. Be16(8 + Exif.Length), .. "Exif\0\0"u8, .. Exif, 0xFF, 0xD9];

    private static byte[] Heic()
    {
        byte[] item = [0, 0, 0, 6, .. "Exif\0\0"u8, .. Exif];
        byte[] Meta(int at) =>
        [
            0, 0, 0, 0,
            .. Box("iinf", [0, 0, 0, 0, .. Be16(2), .. Box("infe", [2, 0, 0, 0, .. Be16(1), 0, 0, .. "Exif"u8, 0]),
                .. Box("infe", [2, 0, 0, 0, .. Be16(2), 0, 0, .. "mime\0application/rdf+xml\0"u8])]),
            .. Box("iloc", [1, 0, 0, 0, 0x44, 0x40, .. Be16(2),
                .. Be16(1), .. Be16(0), .. Be16(0), .. Be32(at), .. Be16(1), .. Be32(0), .. Be32(item.Length),
                .. Be16(2), .. Be16(1), .. Be16(0), .. Be32(0), .. Be16(1), .. Be32(0), .. Be32(Xmp.Length)]),
            .. Box("idat", Xmp),
        ];
        var start = Box("ftyp", "heic\0\0\0\0mif1heic"u8);
        var at = start.Length + Box("meta", Meta(0)).Length + 8;
        return [.. start, .. Box("meta", Meta(at)), .. Box("mdat", item)];
    }

    private static byte[] Resource(byte kind, byte[] content) =>
        [.. "8BIM"u8, 0x04, kind, 0, 0, .. Be32(content.Length), .. content, .. new byte[content.Length & 1]];

    private static byte[] Signature(string name) => Box(name, [0x0D, 0x0A, 0x87, 0x0A]);

    private static byte[] Box(string kind, ReadOnlySpan<byte> content) =>
        [.. Be32(8 + content.Length), .. Encoding.ASCII.GetBytes(kind), .. content];

    private static byte[] Be16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Be32(int value) =>
        [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Brotli(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var compress = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            compress.Write(content);
        return packed.ToArray();
    }
}
