using System.Text;
using Clip.Text.Loading;

namespace Clip.Tests.Text.Loading;

public class ScoreParserTests
{
    /// <summary>
    /// The values that the reference library parses; the first four differ from the exact value in the last bit.
    /// </summary>
    [Theory]
    [InlineData("-9.605428217949703", -9.605428217949704)]
    [InlineData("-9.679828160427881", -9.67982816042788)]
    [InlineData("-10.906443472976237", -10.906443472976235)]
    [InlineData("-10.587806878545479", -10.58780687854548)]
    [InlineData("0", 0.0)]
    [InlineData("-3", -3.0)]
    [InlineData("-1.5E-10", -1.5e-10)]
    [InlineData("-10.25e1", -102.5)]
    [InlineData("12345678901234567890123", 1.2345678901234568e+22)]
    [InlineData("18446744073709551615.5", 1.8446744073709552e+19)]
    [InlineData("-0.00000000000000000000012345678901234567", -1.2345678901234568e-22)]
    [InlineData("0.1e-310", 1e-311)]
    [InlineData("1e-400", 0.0)]
    [InlineData("1.7976931348623157e308", 1.7976931348623157e+308)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void A_number_is_parsed_to_the_same_bits_as_in_the_reference(string json, double expected) =>
        Assert.Equal(
            BitConverter.DoubleToInt64Bits(expected),
            BitConverter.DoubleToInt64Bits(ScoreParser.Parse(Encoding.UTF8.GetBytes(json))));
}
