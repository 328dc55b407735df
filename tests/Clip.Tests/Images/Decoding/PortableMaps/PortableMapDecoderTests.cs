using System.Buffers.Binary;
using System.Text;

namespace Clip.Tests.Images.PortableMaps;

/// <summary>Portable maps have Pillow's pixels, whatever their largest sample.</summary>
public sealed class PortableMapDecoderTests
{
    // Largest sample, sample, and Pillow's byte; halves go to the even number.
    [Theory]
    [InlineData(true, 100, 10, 26)]
    [InlineData(true, 100, 30, 76)]
    [InlineData(false, 100, 30, 76)]
    [InlineData(false, 254, 127, 128)]
    [InlineData(false, 200, 199, 254)]
    [InlineData(false, 1000, 500, 128)]
    [InlineData(true, 1000, 500, 128)]
    [InlineData(true, 1000, 999, 255)]
    [InlineData(false, 65535, 0x12FF, 0x12)]
    [InlineData(true, 65535, 0x12FF, 0x13)]
    public void Samples_become_bytes_as_in_Pillow(bool isColor, int largest, int sample, byte expected)
    {
        var channels = isColor ? 3 : 1;
        var binary = Map($"P{(isColor ? 6 : 5)} 1 1 {largest}\n", largest, Enumerable.Repeat(sample, channels));
        var samples = string.Join(" # x\n", Enumerable.Repeat(sample, channels));
        var text = Encoding.ASCII.GetBytes($"P{(isColor ? 3 : 2)}\n# made by hand\n1 1\n{largest}\n{samples}");

        Assert.Equal([expected, expected, expected], DecodedFile.Rgb(binary));
        Assert.Equal([expected, expected, expected], DecodedFile.Rgb(text));
    }

    // What the number in the header means differs between programs; only its sign counts.
    [Theory]
    [InlineData("Pf\n2 2\n-1.0\n", 1)]
    [InlineData("Pf 2 2 1\n", 1)]
    [InlineData("PF\n2 2\n-255\n", 1)]
    [InlineData("PF 2\n2 1e2\n", 255)]
    [InlineData("Pf\n2 2\n-0.5\n", 255)]
    public void Floatmaps_are_scaled_by_what_their_range_seems_to_be(string header, float white)
    {
        var isLittleEndian = header.Contains('-', StringComparison.Ordinal);
        float[] gray = [white, white / 2, 0, white]; // the bottom row first
        var samples = gray.SelectMany(value => Enumerable.Repeat(value, header[1] == 'F' ? 3 : 1));
        var bytes = samples.SelectMany(value => isLittleEndian
            ? BitConverter.GetBytes(value)
            : BitConverter.GetBytes(value).Reverse());
        byte[] file = [.. Encoding.ASCII.GetBytes(header), .. bytes];

        var rgb = DecodedFile.Rgb(file);
        Assert.Equal([0, 0, 0, 255, 255, 255, 255, 255, 255], rgb[..9]);
        Assert.InRange(rgb[9], 127, 128);
        Assert.StartsWith("is cut off", DecodedFile.Refusal(file[..^1]).Problem);
        var numberless = "Pf 2 2 x\n0000000000000000"u8.ToArray();
        Assert.StartsWith("is a damaged PFM file", DecodedFile.Refusal(numberless).Problem);
    }

    [Fact]
    public void Bits_are_black_and_rows_start_with_a_byte()
    {
        byte[] expected = [0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0];
        var gray = expected.SelectMany(static value => new[] { value, value, value });

        Assert.Equal(gray, DecodedFile.Rgb([.. "P4 9#nine\n 2\n"u8, 0b1010_1010, 0x80, 0, 0x80]));
        Assert.Equal(gray, DecodedFile.Rgb("P1\n9 2\n101010101 0 0000#1\n0 001\n"u8.ToArray()));
    }

    [Theory]
    [InlineData("P5 2 2 255\nabc", "cut off")]
    [InlineData("P2 2 2 255\n1 2 3 ", "cut off")]
    [InlineData("P2 2 1 255\n1 256", "a sample is no number up to the largest one")]
    [InlineData("P2 2 1 255\n1 -25", "a sample is no number up to the largest one")]
    [InlineData("P1 4 1\n10201", "a sample is no number up to the largest one")]
    [InlineData("P5 0 2 255\nabc", "it has no pixels")]
    [InlineData("P5 2 2 65536\nabcdefgh", "its largest sample is not between 1 and 65535")]
    [InlineData("P6 2 two 255\n", "no header")]
    public void A_damaged_map_is_refused_with_the_reason(string map, string reason) => Assert.Contains(
        reason, Assert.Throws<PictureException>(() => DecodedFile.Rgb(Encoding.ASCII.GetBytes(map))).Problem);

    private static byte[] Map(string header, int largest, IEnumerable<int> samples) =>
    [
        .. Encoding.ASCII.GetBytes(header), .. samples.SelectMany(sample =>
        {
            var bytes = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)sample);
            return largest > 255 ? bytes : bytes[1..];
        }),
    ];
}
