using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Tests.Cli.Printing;

/// <summary>Rows of results fit a terminal: captions are cut, paths and marks are not.</summary>
public sealed class ResultRowTests
{
    [Theory]
    [InlineData(null, " 0.312  a/b.jpg  a long caption of a picture  [words]")]
    [InlineData(60, " 0.312  a/b.jpg  a long caption of a picture  [words]")]
    [InlineData(53, " 0.312  a/b.jpg  a long caption of a picture  [words]")]
    [InlineData(52, " 0.312  a/b.jpg  a long caption of a pictu…  [words]")]
    [InlineData(36, " 0.312  a/b.jpg  a long ca…  [words]")]
    [InlineData(28, " 0.312  a/b.jpg  [words]")]
    [InlineData(5, " 0.312  a/b.jpg  [words]")]
    public void Captions_are_cut_to_the_width(int? width, string row) => Assert.Equal(
        row, ResultRow.Format(" 0.312", "a/b.jpg", "a long caption of a picture", "[words]", width, hasColor: false));

    [Fact]
    public void Control_characters_are_replaced_before_the_width_is_measured() => Assert.Equal(
        "\e[36mx\e[0m  \e[1ma?b\e[0m\e[2m  c?d\e[0m",
        ResultRow.Format("x", "a\nb", "c\ed", "", 80, hasColor: true));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("金门大桥", 8)]
    [InlineData("東京タワー", 10)]
    [InlineData("한국", 4)]
    [InlineData("ｆｕ", 4)]
    [InlineData("e\u0301a", 2)]
    [InlineData("🐶🌉", 4)]
    [InlineData("ö–…", 3)]
    [InlineData("", 0)]
    public void Wide_characters_take_two_columns_and_marks_none(string text, int width)
    {
        Assert.Equal(width, TextWidth.Of(text));
        for (var room = 1; room <= width + 1; room++)
        {
            var fitted = TextWidth.Fit(text, room);
            Assert.True(TextWidth.Of(fitted) <= room, $"{fitted} does not fit {room} columns");
            Assert.Equal(room >= width, fitted == text);
        }
    }
}
