using System.Buffers.Binary;
using System.Text;
using Clip.Metadata;

namespace Clip.Tests.Metadata;

/// <summary>Comments of JPEG, GIF and PNG in the encodings in which programs write them.</summary>
public sealed class CommentEncodingTests
{
    public static TheoryData<byte[], string[]> Comments { get; } = new()
    {
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Zwei Boote, 舟")], ["Zwei Boote, 舟"] },
        { [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("Zwei Boote, 舟")], ["Zwei Boote, 舟"] },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Лодки 🛶\0\0rest")], ["Лодки 🛶"] },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("two\r\nlines"), 0x41], ["two lines"] },
        { Encoding.Unicode.GetBytes("no mark\0"), ["no mark"] },
        { Encoding.BigEndianUnicode.GetBytes("no mark"), ["no mark"] },
        { [0xEF, 0xBB, 0xBF, .. "Zürich"u8], ["Zürich"] },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Created with GIMP")], [] },
        // Half of a pair, control characters, UTF-32, nothing.
        { [0xFF, 0xFE, 0x41, 0, 0x3D, 0xD8, 0x42, 0], [] },
        { [0xFF, 0xFE, 1, 0, 2, 0, 0x41, 0], [] },
        { [0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], [] },
        { [0xFF, 0xFE], [] },
        { [0xFE, 0xFF, 0], [] },
        // No UTF-16: what ends with zeros, and one letter.
        { "a boat\0\0\0"u8.ToArray(), ["a boat"] },
        { "caf\u00e9"u8.ToArray(), ["café"] },
        { [0x63, 0x61, 0x66, 0xE9], ["café"] },
    };

    [Theory]
    [MemberData(nameof(Comments))]
    public void Comments_in_UTF_16_are_texts(byte[] comment, string[] expected)
    {
        byte[] jpeg =
        [
            0xFF, 0xD8, 0xFF, 0xFE, (byte)((comment.Length + 2) >> 8), (byte)(comment.Length + 2), .. comment,
            0xFF, 0xD9,
        ];
        byte[] gif =
        [
            .. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x21, 0xFE, (byte)comment.Length, .. comment, 0, 0x3B,
        ];

        Assert.Equal(expected, Captions(jpeg));
        Assert.Equal(expected, Captions(gif));
        Assert.Equal(expected, Captions(Png(comment)));
    }

    [Fact]
    public void A_long_comment_in_UTF_16_is_cut_between_characters()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("🛶", 9000));
        byte[] comment = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)];

        var caption = Assert.Single(Captions(Png(comment)));

        Assert.StartsWith("x🛶🛶", caption);
        Assert.DoesNotContain('\uFFFD', caption);
    }

    private static List<string> Captions(byte[] file) => [.. MetadataReader.Read(file, file.Length).Texts.All];

    private static byte[] Png(byte[] comment)
    {
        byte[] chunk = [0, 0, 0, 0, .. "tEXtComment\0"u8, .. comment, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, chunk.Length - 12);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. chunk];
    }
}
