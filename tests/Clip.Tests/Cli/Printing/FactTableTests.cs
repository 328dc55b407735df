using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Tests.Cli.Printing;

public sealed class FactTableTests
{
    private const string Value = "a small model; for a real one: clipsearch models pull OWNER/NAME, then index again";

    [Fact]
    public void A_long_value_goes_on_under_its_beginning_and_a_command_stays_whole() => Assert.Equal(
        "model  a small model; for a real one:\n"
        + "       clipsearch models pull OWNER/NAME,\n"
        + "       then index again",
        FactTable.Lines("model  ", Value, 42));

    [Fact]
    public void It_stays_one_line_where_it_fits_or_goes_elsewhere_or_the_terminal_is_too_narrow()
    {
        foreach (var width in (int?[])[null, 200, 20])
            Assert.Equal("model  " + Value, FactTable.Lines("model  ", Value, width));
        Assert.All(
            FactTable.Lines("模型  ", new string('字', 60), 40).Split('\n'),
            static line => Assert.InRange(TextWidth.Of(line), 1, 40));
    }
}
