using Clip.Server.Bodies;

namespace Clip.Tests.Server.Bodies;

public sealed class PercentTextTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("?q=a%20dog", true)]
    [InlineData("?q=caf%C3%A9%", true)]
    [InlineData("?q=100%zz%4", true)]
    [InlineData("?q=%E4%B8%80\u53ea%E7%8C%AB", true)]
    [InlineData("?q=caf%E9", false)]
    [InlineData("?q=%C3&x=%A9", false)]
    [InlineData("?q=%ED%A0%80", false)]
    [InlineData("?q=%C3\u00e9", false)]
    public void Only_what_decodes_to_UTF_8_is(string text, bool isUtf8) =>
        Assert.Equal(isUtf8, PercentText.IsUtf8(text));
}
