using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Clip.Cli.Showing;
using Clip.Images.Thumbnails;

namespace Clip.Tests.Cli.Showing;

/// <summary>What each protocol writes, read back as a terminal reads it.</summary>
public sealed partial class PictureProtocolTests
{
    /// <summary>More colors than a palette has, and more data than one chunk.</summary>
    private static readonly RgbPixels Gradient = Draw(61, 47, static (x, y) => ((byte)(x * 4), (byte)(y * 5), 77));

    private static readonly RgbPixels Flags = Draw(
        9, 7, static (x, y) => (x / 3, y / 4) switch
        {
            (0, _) => (255, 0, 0),
            (1, 0) => (0, 255, 0),
            (1, _) => (0, 0, 0),
            _ => (255, 255, 255),
        });

    [Fact]
    public void Kitty_gets_the_pixels_in_chunks()
    {
        var text = KittyPicture.Encode(Gradient);

        var chunks = KittyChunk().Matches(text).ToList();
        Assert.True(chunks.Count > 1);
        Assert.Equal(text, string.Concat(chunks.Select(static chunk => chunk.Value)) + "\n");
        Assert.Equal("a=T,f=24,o=z,s=61,v=47,q=2,m=1", chunks[0].Groups[1].Value);
        Assert.All(chunks[1..^1], static chunk => Assert.Equal("m=1", chunk.Groups[1].Value));
        Assert.Equal("m=0", chunks[^1].Groups[1].Value);
        Assert.All(chunks, static chunk => Assert.InRange(chunk.Groups[2].Length, 1, 4096));
        var data = Convert.FromBase64String(string.Concat(chunks.Select(static chunk => chunk.Groups[2].Value)));
        using var pixels = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var values = new MemoryStream();
        pixels.CopyTo(values);
        Assert.Equal(Gradient.Values, values.ToArray());
    }

    [Fact]
    public void ITerm_gets_a_file()
    {
        var match = ITermFile().Match(ITermPicture.Encode(Gradient));

        Assert.True(match.Success);
        var file = Convert.FromBase64String(match.Groups[4].Value);
        Assert.Equal(
            [$"{file.Length}", "61", "47"], match.Groups.Values.Skip(1).Take(3).Select(static group => group.Value));
        var read = new ThumbnailReader().Read(file, "picture", 100, 100, TestContext.Current.CancellationToken);
        Assert.Equal((61, 47), (read.Width, read.Height));
    }

    [Fact]
    public void Half_blocks_have_the_upper_and_the_lower_pixel()
    {
        var lines = BlockPicture.Encode(Flags).Split('\n');

        Assert.Equal(5, lines.Length); // seven rows make four lines; the last one ends
        for (var line = 0; line < 4; line++)
        {
            var cells = Block().Matches(lines[line]);
            Assert.Equal(9, cells.Count);
            for (var x = 0; x < 9; x++)
            {
                Assert.Equal(Color(Flags[x, 2 * line]), cells[x].Groups[1].Value);
                Assert.Equal(
                    2 * line + 1 < 7 ? Color(Flags[x, 2 * line + 1]) : "", cells[x].Groups[2].Value);
            }
        }
    }

    [Fact]
    public void Sixels_are_the_picture_in_at_most_256_colors()
    {
        // Percents of 255 are what sixel colors are given in; a palette of a few colors is exact but for that.
        Assert.All(
            ReadSixels(SixelPicture.Encode(Flags)).Zip(Flags.Values), static pair => Assert.InRange(
                pair.First - pair.Second, -2, 2));

        var gradient = ReadSixels(SixelPicture.Encode(Gradient));
        Assert.Equal(Gradient.Values.Length, gradient.Length);
        var distance = gradient.Zip(Gradient.Values).Average(static pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(distance, 0.5, 8); // reduced, but to the nearby colors
    }

    [Theory]
    [InlineData("\e_Gi=31;OK\e\\\e[?62;4;52c", PreviewProtocol.Kitty)]
    [InlineData("\e[?62;4;22c", PreviewProtocol.Sixel)]
    [InlineData("\e[?64;1;2;14;22c", PreviewProtocol.Blocks)]
    [InlineData("\e_Gi=31;EINVAL\e\\\e[?6c", PreviewProtocol.Blocks)]
    [InlineData("", PreviewProtocol.Blocks)]
    [InlineData("[?4", PreviewProtocol.Blocks)]
    internal void The_terminals_answer_decides(string answer, PreviewProtocol protocol) =>
        Assert.Equal(protocol, TerminalQuestion.FromAnswer(answer));

    private static RgbPixels Draw(int width, int height, Func<int, int, (byte, byte, byte)> color)
    {
        var pixels = new RgbPixels(width, height, new byte[3 * width * height]);
        for (var i = 0; i < width * height; i++)
            (pixels.Values[3 * i], pixels.Values[3 * i + 1], pixels.Values[3 * i + 2]) = color(i % width, i / width);
        return pixels;
    }

    private static string Color(ReadOnlySpan<byte> rgb) => $"{rgb[0]};{rgb[1]};{rgb[2]}";

    /// <summary>Draws sixels as a terminal does.</summary>
    private static byte[] ReadSixels(string text)
    {
        var size = SixelHead().Match(text);
        Assert.True(size.Success);
        Assert.EndsWith("\e\\\n", text);
        var (width, height) = (Number(size.Groups[1].Value), Number(size.Groups[2].Value));
        var values = new byte[3 * width * height];
        var palette = new Dictionary<int, byte[]>();
        var (x, top, color) = (0, 0, 0);
        foreach (Match command in SixelCommand().Matches(text[size.Length..^3]))
        {
            if (command.Groups["red"].Success)
            {
                palette[Number(command.Groups["new"].Value)] =
                [
                    .. ((string[])["red", "green", "blue"]).Select(name => (byte)Math.Round(
                        Number(command.Groups[name].Value) * 2.55)),
                ];
            }
            else if (command.Groups["color"].Success)
            {
                color = Number(command.Groups["color"].Value);
            }
            else if (command.Value == "$")
            {
                x = 0;
            }
            else if (command.Value == "-")
            {
                (x, top) = (0, top + 6);
            }
            else
            {
                var count = command.Groups["count"].Success ? Number(command.Groups["count"].Value) : 1;
                for (; count > 0; count--, x++)
                {
                    for (var row = 0; row < 6; row++)
                    {
                        if ((command.Value[^1] - '?' >> row & 1) != 0)
                            palette[color].CopyTo(values, 3 * (((top + row) * width) + x));
                    }
                }
            }
        }
        Assert.InRange(palette.Count, 1, 256);
        return values;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("\e_G([^;]*);([A-Za-z0-9+/=]+)\e\\\\")]
    private static partial Regex KittyChunk();

    [GeneratedRegex(
        "^\e]1337;File=inline=1;size=(\\d+);width=(\\d+)px;height=(\\d+)px;preserveAspectRatio=1:(.+)\a\n$")]
    private static partial Regex ITermFile();

    [GeneratedRegex("\e\\[38;2;([0-9;]+)m(?:\e\\[48;2;([0-9;]+)m)?▀")]
    private static partial Regex Block();

    [GeneratedRegex("^\eP0;1q\"1;1;(\\d+);(\\d+)")]
    private static partial Regex SixelHead();

    [GeneratedRegex(
        @"#(?<new>\d+);2;(?<red>\d+);(?<green>\d+);(?<blue>\d+)|#(?<color>\d+)|\$|-|(?:!(?<count>\d+))?[?-~]")]
    private static partial Regex SixelCommand();
}
