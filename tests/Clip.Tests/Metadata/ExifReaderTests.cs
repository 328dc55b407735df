using Clip.Metadata;
using CsCheck;

namespace Clip.Tests.Metadata;

/// <summary>Intact and damaged EXIF blocks.</summary>
public sealed class ExifReaderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_field_is_read_in_both_byte_orders(bool littleEndian)
    {
        var (metadata, captions) = Read(ExifBlock.Full(littleEndian).Build());

        Assert.Equal(new DateTime(2023, 8, 5, 21, 6, 7), metadata.Captured);
        Assert.Equal(new TimeSpan(-4, -30, 0), metadata.UtcOffset);
        Assert.Equal("NIKON D750", metadata.Camera);
        Assert.Equal(-(33 + (51 / 60.0) + (35.99 / 3600)), metadata.Place!.Value.Latitude, 1e-12);
        Assert.Equal(151 + (12 / 60.0) + (40 / 3600.0), metadata.Place.Value.Longitude, 1e-12);
        Assert.Equal(["Schöne Boote", "Three boats at sea", "said by hand", "boat", "sea"], captions);
    }

    [Fact]
    public void A_truncated_block_gives_its_remaining_fields_or_none()
    {
        foreach (var littleEndian in new[] { true, false })
        {
            var block = ExifBlock.Full(littleEndian).Build();
            var whole = Read(block);
            for (var length = 0; length < block.Length; length++)
            {
                var (metadata, captions) = Read(block[..length]);
                Assert.True(
                    metadata.Captured is null
                    || metadata.Captured == whole.Metadata.Captured
                    || metadata.Captured?.Year is 2023 or 2024);
                Assert.True(metadata.Place is null || metadata.Place == whole.Metadata.Place);
                Assert.True(metadata.Camera is null || whole.Metadata.Camera!.Contains(metadata.Camera));
                Assert.Subset(whole.Captions.ToHashSet(), captions.ToHashSet());
            }
        }
    }

    [Fact]
    public void Any_changed_bytes_are_read_without_an_error() =>
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 500], Gen.Byte).Array[1, 20]).Sample(
            (littleEndian, changes) =>
            {
                var block = ExifBlock.Full(littleEndian).Build();
                foreach (var (at, value) in changes)
                    block[at % block.Length] = value;
                var (metadata, captions) = Read(block);
                return (metadata.Place is not { } place || Math.Abs(place.Latitude) <= 90) && captions.Count <= 100;
            },
            iter: 20_000);

    [Theory]
    [InlineData(8u)] // the main directory itself
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFFFFF0u)]
    public void Cyclic_and_dangling_directories_are_read_once(uint at)
    {
        var (metadata, _) = Read(ExifBlock.Full(true).Build(photo: at, place: at));

        Assert.Equal("NIKON D750", metadata.Camera);
        Assert.Equal(new DateTime(2024, 1, 1), metadata.Captured); // all that is left is when the file was changed
        Assert.Null(metadata.Place);
    }

    [Fact]
    public void Fractions_with_a_zero_denominator_are_not_a_place()
    {
        foreach (var zero in new[] { 0, 1, 2 })
        {
            (uint, uint)[] degrees = [(33, 1), (51, 1), (35, 1)];
            degrees[zero].Item2 = 0;
            var block = new ExifBlock(true).Text(2, 1, "N").Rationals(2, 2, degrees).Text(2, 3, "E").Rationals(
                2, 4, (8, 1), (0, 1), (0, 1));

            Assert.Null(Read(block.Build()).Metadata.Place);
        }
    }

    [Theory]
    [InlineData("N", 90u, "E", 180u, true)]
    [InlineData("N", 91u, "E", 8u, false)]
    [InlineData("S", 47u, "W", 181u, false)]
    [InlineData("N", uint.MaxValue, "E", 8u, false)]
    [InlineData("n", 47u, "w", 8u, true)]
    public void Only_places_on_the_globe_are_accepted(
        string northOrSouth, uint latitude, string eastOrWest, uint longitude, bool isPlace)
    {
        var block = new ExifBlock(false)
            .Text(2, 1, northOrSouth).Rationals(2, 2, (latitude, 1), (0, 1), (0, 1))
            .Text(2, 3, eastOrWest).Rationals(2, 4, (longitude, 1), (0, 1), (0, 1));

        Assert.Equal(isPlace, Read(block.Build()).Metadata.Place is not null);
    }

    [Theory]
    [InlineData("N", "W", 47, -8)]
    [InlineData(" south", "e", -47, 8)]
    [InlineData("", "X", 47, 8)]
    [InlineData(null, null, 47, 8)]
    [InlineData(null, "W", 47, -8)]
    public void Coordinates_without_a_letter_are_north_and_east_as_ExifTool_reads_them(
        string? northOrSouth, string? eastOrWest, double latitude, double longitude)
    {
        var block = new ExifBlock(true)
            .Rationals(2, 2, (47, 1), (0, 1), (0, 1)).Rationals(2, 4, (8, 1), (0, 1), (0, 1));
        if (northOrSouth is not null)
            block.Text(2, 1, northOrSouth);
        if (eastOrWest is not null)
            block.Text(2, 3, eastOrWest);

        Assert.Equal(new GeoPoint(latitude, longitude), Read(block.Build()).Metadata.Place);
    }

    [Theory]
    [InlineData(3, 2)] // short
    [InlineData(4, 4)]
    [InlineData(9, 4)] // signed
    [InlineData(8, 2)]
    [InlineData(13, 4)]
    [InlineData(16, 8)]
    [InlineData(17, 8)]
    [InlineData(7, 4)] // undefined
    public void The_place_is_found_whatever_the_type_of_its_pointer(int type, int size)
    {
        foreach (var littleEndian in new[] { true, false })
        {
            var block = new ExifBlock(littleEndian) { PointerType = (type, size) }
                .Text(2, 1, "N").Rationals(2, 2, (47, 1), (30, 1)).Text(2, 3, "E").Rationals(2, 4, (85, 10));

            Assert.Equal(new GeoPoint(47.5, 8.5), Read(block.Build()).Metadata.Place);
        }
    }

    [Theory]
    [InlineData(12, 8)] // double
    [InlineData(11, 4)] // float
    [InlineData(3, 2)]
    public void Degrees_may_be_numbers_of_any_type(int type, int size)
    {
        byte[] Number(int value) => type switch
        {
            12 => BitConverter.GetBytes((double)value),
            11 => BitConverter.GetBytes((float)value),
            _ => BitConverter.GetBytes((short)value),
        };
        var block = new ExifBlock(true).Text(2, 1, "S").Text(2, 3, "E")
            .Add(2, 2, type, 3, [.. Number(47), .. Number(30), .. Number(0)]).Add(2, 4, type, 1, Number(8));
        Assert.Equal(size, Number(0).Length);

        Assert.Equal(new GeoPoint(-47.5, 8), Read(block.Build()).Metadata.Place);
    }

    [Fact]
    public void Negative_fractions_are_not_a_place()
    {
        var exif = new ExifBlock(true).Text(2, 1, "N").Text(2, 3, "E").Rationals(2, 4, (8, 1), (0, 1), (0, 1));
        exif.Add(
            2,
            2,
            ExifBlock.SignedRational,
            3,
            [
                .. exif.UInt32(unchecked((uint)-47)),
                .. exif.UInt32(1),
                .. new byte[4],
                .. exif.UInt32(1),
                .. new byte[4],
                .. exif.UInt32(1)]);

        Assert.Null(Read(exif.Build()).Metadata.Place);
    }

    [Fact]
    public void A_text_that_is_not_valid_UTF8_is_Latin1()
    {
        Assert.Equal(
            ["Zürich"], Read(new ExifBlock(true).Text(0, 0x010E, [(byte)'Z', 0xFC, .. "rich"u8]).Build()).Captions);
        Assert.Equal(["Zürich"], Read(new ExifBlock(true).Text(0, 0x010E, "Zürich").Build()).Captions);
    }

    [Fact]
    public void A_long_text_is_truncated_and_keeps_its_encoding()
    {
        var caption = Assert.Single(
            Read(
                new ExifBlock(true).Text(
                    0, 0x010E, "a" + string.Concat(Enumerable.Repeat("ö", 40_000))).Build()).Captions);

        Assert.Equal("a" + new string('ö', MetadataText.MaxCharacters - 1), caption);
    }

    [Theory]
    [InlineData("OLYMPUS DIGITAL CAMERA")]
    [InlineData("SONY DSC                       ")]
    [InlineData("nikon d750")]
    [InlineData("NIKON CORPORATION")]
    [InlineData("DSC_0012.JPG")]
    [InlineData("12:30")]
    [InlineData("    ")]
    [InlineData("hdr")]
    public void Default_texts_of_cameras_are_not_captions(string text)
    {
        var block = new ExifBlock(true).Text(0, 0x010E, text).Text(
            0, 0x010F, "NIKON CORPORATION").Text(0, 0x0110, "NIKON D750");

        Assert.Empty(Read(block.Build()).Captions);
    }

    [Fact]
    public void The_date_of_the_shot_takes_precedence()
    {
        Assert.Equal(new DateTime(2021, 1, 1), Date(null, "2021:01:01 00:00:00", "2022:01:01 00:00:00"));
        Assert.Equal(
            new DateTime(2020, 1, 1), Date("2020:01:01 00:00:00", "2021:01:01 00:00:00", "2022:01:01 00:00:00"));
        Assert.Equal(
            new DateTime(2022, 1, 1), Date("0000:00:00 00:00:00", "    :  :     :  :  ", "2022:01:01 00:00:00"));
        Assert.Null(Date("0000:00:00 00:00:00", null, "2022:02:30 00:00:00"));

        static DateTime? Date(string? original, string? digitized, string? changed)
        {
            var block = new ExifBlock(true);
            if (changed is not null)
                block.Text(0, 0x0132, changed);
            if (original is not null)
                block.Text(1, 0x9003, original);
            if (digitized is not null)
                block.Text(1, 0x9004, digitized);
            return Read(block.Build()).Metadata.Captured;
        }
    }

    [Fact]
    public void A_block_full_of_fields_with_the_same_text_is_read_quickly()
    {
        var block = new ExifBlock(true);
        var text = new string('a', 60_000);
        for (var i = 0; i < 500; i++)
            block.Text(0, 0x010E, text);

        Assert.Single(Read(block.Build()).Captions);
    }

    internal static (PictureMetadata Metadata, IReadOnlyList<string> Captions) Read(byte[] block)
    {
        var found = new MetadataFindings();
        ExifReader.Read(block, found);
        return (found.Metadata(), [.. found.Texts().All]);
    }
}
