using System.Text;

namespace Clip.Tests.Metadata;

/// <summary>EXIF's user comment, in its character codes and as programs write it.</summary>
public sealed class ExifCommentTests
{
    private const string Text = "Boats at Zürich";

    [Fact]
    public void Every_character_code_is_read()
    {
        (byte[] Value, string Says)[] comments =
        [
            ([.. "ASCII\0\0\0"u8, .. "Boats at sea\0\0"u8], "Boats at sea"),
            ([.. "ASCII\0\0\0"u8, .. Encoding.UTF8.GetBytes(Text)], Text),
            ([.. "ASCII   "u8, .. "Boats at sea   "u8], "Boats at sea"),
            ([.. "UNICODE\0"u8, .. Encoding.Unicode.GetBytes(Text)], Text),
            ([.. "UNICODE\0"u8, .. Encoding.BigEndianUnicode.GetBytes(Text)], Text),
            ([.. "UNICODE\0"u8, 0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)], Text),
            ([.. "UNICODE\0"u8, .. Encoding.Unicode.GetBytes("富士山の朝の写真です")], "富士山の朝の写真です"),
            ([.. "UNICODE\0"u8, .. Encoding.BigEndianUnicode.GetBytes("富士山の朝の写真です")], "富士山の朝の写真です"),
            ([.. new byte[8], .. Encoding.UTF8.GetBytes(Text)], Text),
            ([.. new byte[8], .. Encoding.Latin1.GetBytes(Text)], Text),
            ([.. "JIS\0\0\0\0\0"u8, 0x1B, .. "$B"u8, 0x49, 0x59, 0x3B, 0x4E, 0x3B, 0x33, 0x1B, .. "(B"u8], "富士山"),
            ([.. "JIS\0\0\0\0\0"u8, 0x49, 0x59, 0x3B, 0x4E, 0x3B, 0x33], "富士山"),
            ([.. "JIS\0\0\0\0\0"u8, 0x95, 0x78, 0x8E, 0x6D, 0x8E, 0x52], "富士山"),
            (Encoding.UTF8.GetBytes(Text), Text), // no code at all
        ];
        foreach (var littleEndian in new[] { true, false })
        {
            foreach (var (value, says) in comments)
            {
                var exif = new ExifBlock(littleEndian).Add(1, 0x9286, 7, value.Length, value).Build();
                Assert.Equal([says], ExifReaderTests.Read(exif).Captions);
            }
        }
    }

    [Theory]
    [InlineData("ASCII\0\0\0")]
    [InlineData("UNICODE\0\0")]
    [InlineData("JIS\0\0\0\0\0\u001B$B")]
    [InlineData("ASCII\0\0\0        ")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("ASCII\0\0\0{\"mirror\":false,\"sensor_type\":\"rear\"}")]
    [InlineData("\0\0\0")]
    public void Empty_comments_and_those_of_programs_are_not_captions(string value)
    {
        var bytes = Encoding.Latin1.GetBytes(value);
        Assert.Empty(ExifReaderTests.Read(new ExifBlock(true).Add(1, 0x9286, 7, bytes.Length, bytes).Build()).Captions);
    }
}
