using System.Globalization;
using Clip.Metadata;
using CsCheck;

namespace Clip.Tests.Metadata;

/// <summary>Dates as cameras and programs write them.</summary>
public sealed class LocalTimeTests
{
    private static readonly DateTime FirstDate = new(100, 1, 1);

    [Theory]
    [InlineData("2024:05:03 10:11:12", "2024-05-03T10:11:12", null)]
    [InlineData("2024-05-03T10:11:12.345+02:00", "2024-05-03T10:11:12", 120)]
    [InlineData("2024-05-03T10:11:12Z", "2024-05-03T10:11:12", 0)]
    [InlineData("2024-05-03T10:11-0930", "2024-05-03T10:11:00", -570)]
    [InlineData("2024:05:03 10:11:12+2:00", "2024-05-03T10:11:12", 120)]
    [InlineData("2024:05:03 10:11:12-5", "2024-05-03T10:11:12", -300)]
    [InlineData("2024/05/03 10:11:12", "2024-05-03T10:11:12", null)]
    [InlineData("2024:05:03", "2024-05-03T00:00:00", null)]
    [InlineData("2024-05", "2024-05-01T00:00:00", null)]
    [InlineData("2024", "2024-01-01T00:00:00", null)]
    [InlineData("20240503T101112+0200", "2024-05-03T10:11:12", 120)]
    [InlineData(" 2024:02:29 23:59:59 ", "2024-02-29T23:59:59", null)]
    [InlineData("2024:05:03 10:11:12+99:00", "2024-05-03T10:11:12", null)]
    [InlineData("2024:05:03 24:08:30", "2024-05-03T00:08:30", null)] // a clock from 1 to 24
    [InlineData("2024-05-03T24:00:00+02:00", "2024-05-03T00:00:00", 120)]
    [InlineData("2024:05:03 10:11:60", "2024-05-03T10:11:59", null)]
    [InlineData("2024:05:03 10:60:00", "2024-05-03T10:59:00", null)]
    [InlineData("2024:05:03 25:11:12", "2024-05-03T00:00:00", null)]
    [InlineData("2024:05:03 10:61:12", "2024-05-03T00:00:00", null)]
    [InlineData("2024:05:03 10:11:99Z", "2024-05-03T00:00:00", null)]
    [InlineData("2024:05:03 noon", "2024-05-03T00:00:00", null)]
    [InlineData("2024: 5: 3  9: 1: 2", "2024-05-03T09:01:02", null)] // blanks for zeros
    [InlineData("2024:5:3 9:1:2", "2024-05-03T09:01:02", null)]
    [InlineData("2024:05:03   :  :  ", "2024-05-03T00:00:00", null)] // only the day is known
    [InlineData("2024:05:     :  :  ", "2024-05-01T00:00:00", null)]
    [InlineData("2024:05:03 10:1", "2024-05-03T10:01:00", null)]
    [InlineData("2015.03.04 05.06.07", "2015-03-04T05:06:07", null)]
    [InlineData("2024:05:03 10:11.5", "2024-05-03T10:11:00", null)]
    [InlineData("2024:05:03 10:11:12\0", "2024-05-03T10:11:12", null)]
    public void Valid_dates_are_read(string text, string time, int? offset)
    {
        var read = LocalTime.Parse(text);

        Assert.Equal(DateTime.Parse(time, CultureInfo.InvariantCulture), read?.Time);
        Assert.Equal(offset, (int?)read?.UtcOffset?.TotalMinutes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("2023:02:29 10:11:12")]
    [InlineData("2024:13:01 10:11:12")]
    [InlineData("2024:00:00 00:00:00")]
    [InlineData("2024:05:xx")]
    [InlineData("0001:01:01 00:00:00")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0000-01-01")]
    [InlineData("0024:05:03 10:11:12")]
    [InlineData("24:05:03 10:11:12")]
    public void Invalid_dates_are_not_read(string text) => Assert.Null(LocalTime.Parse(text));

    [Fact]
    public void Every_date_is_read_as_written() =>
        Gen.Select(Gen.DateTime[FirstDate, DateTime.MaxValue], Gen.Int[-840, 840]).Sample((time, minutes) =>
        {
            var second = new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
            var offset = TimeSpan.FromMinutes(minutes);
            var sign = minutes < 0 ? "-" : "+";
            var text = second.ToString("yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture);
            return LocalTime.Parse(
                text, sign + offset.ToString("hh':'mm", CultureInfo.InvariantCulture)) == new LocalTime(second, offset)
                && LocalTime.Parse(text) == new LocalTime(second, null);
        });

    [Theory]
    [InlineData("NIKON CORPORATION", "NIKON D750", "NIKON D750")]
    [InlineData("Canon", "Canon EOS 5D Mark III", "Canon EOS 5D Mark III")]
    [InlineData("SONY", "ILCE-7M3", "SONY ILCE-7M3")]
    [InlineData("OLYMPUS IMAGING CORP.  ", "E-M10", "OLYMPUS E-M10")]
    [InlineData("EASTMAN KODAK COMPANY", "KODAK DX6490 ZOOM DIGITAL CAMERA", "KODAK DX6490 ZOOM DIGITAL CAMERA")]
    [InlineData("CASIO COMPUTER CO.,LTD.", "EX-Z1000", "CASIO EX-Z1000")]
    [InlineData("Panasonic", null, "Panasonic")]
    [InlineData(null, "PENTAX K-1", "PENTAX K-1")]
    [InlineData(" ", "\0", null)]
    [InlineData("RICOH IMAGING COMPANY, LTD.", "RICOH GR III", "RICOH GR III")]
    public void A_camera_is_named_with_its_maker_once(string? make, string? model, string? name) =>
        Assert.Equal(name, CameraName.Of(make, model));
}
