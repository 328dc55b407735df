using Clip.Cli.Showing;

namespace Clip.Tests.Cli.Showing;

public sealed class ResultTemplateTests
{
    private static readonly ShownPicture Picture = new(
        3, "trips/a b.jpg", "/photos/trips/a b.jpg", 0.31459f, "a \"quoted\" caption", "2024-05-03");

    [Theory]
    [InlineData("{path}\\t{score:.3f}", "trips/a b.jpg\t0.315")]
    [InlineData("{rank}. {name} in {folder}", "3. a b.jpg in trips")]
    [InlineData("{{{path}}} {score:.0f}", "{trips/a b.jpg} 0")]
    [InlineData("{caption}\\n{captured}\\0\\\\\\x", "a \"quoted\" caption\n2024-05-03\0\\\\x")]
    [InlineData("no field", "no field")]
    public void Fields_and_escapes_are_replaced(string template, string line) =>
        Assert.Equal(line, ResultTemplate.Parse(template, out _)!.Format(Picture));

    [Theory]
    [InlineData("{color}", "{color} is not one of rank, path")]
    [InlineData("{path", "a { has no }")]
    [InlineData("path}", "a } has no {")]
    [InlineData("{path:.3f}", "only score and position take digits")]
    [InlineData("{score:x}", "only score and position take digits")]
    [InlineData("{score:.21f}", "only score and position take digits")]
    public void A_wrong_template_is_refused_with_the_reason(string template, string reason)
    {
        Assert.Null(ResultTemplate.Parse(template, out var problem));
        Assert.Contains(reason, problem);
    }

    [Fact]
    public void What_a_picture_lacks_is_empty() =>
        Assert.Equal(
            "1||.", ResultTemplate.Parse("{rank}|{score}{caption}{captured}|{folder}", out _)!
                .Format(new ShownPicture(1, "a.jpg", "/a.jpg", null, null)));
}
