using System.Xml.Linq;
using Clip.Packaging.Terminals;

namespace Clip.Tests.Packages.Releases;

/// <summary>Pictures of a terminal for the README, drawn from the bytes of its screen.</summary>
public sealed class ScreenPictureTests
{
    [Fact]
    public void Control_sequences_color_the_cells_that_follow()
    {
        var rows = ScreenCells.Read("a\e[1;36mb\e[0;38;2;1;2;3;48;5;231mc\e[39md\e[0m中\n\e]8;;x\e\\e", 8);

        Assert.Equal(["a", "b", "c", "d", "中", "", " ", " "], rows[0].Select(static cell => cell.Text));
        Assert.Equal(default, rows[0][0].Style);
        Assert.True(rows[0][1].Style is { IsBold: true, Foreground: 0x39c5cf });
        Assert.True(rows[0][2].Style is { IsBold: false, Foreground: 0x010203, Background: 0xffffff });
        Assert.True(rows[0][3].Style is { Foreground: null, Background: 0xffffff });
        Assert.Equal(default, rows[0][4].Style);
        Assert.Equal("e", rows[1][0].Text);
        Assert.Equal(8, rows[1].Length);
    }

    [Fact]
    public void Texts_keep_their_columns_and_half_blocks_are_two_colors()
    {
        var rows = ScreenCells.Read("ab  <c>\e[38;2;255;0;0;48;2;0;0;255m▀▀", 10);

        var picture = XDocument.Parse(ScreenPicture.Draw(rows, "a & b")).Root!;

        var texts = picture.Descendants().Where(static one => one.Name.LocalName == "text").ToList();
        Assert.Equal(["ab", "<c>"], texts.Select(static one => one.Value));
        Assert.Equal(["0", "33.6"], texts.Select(static one => one.Attribute("x")!.Value));
        Assert.Equal(["16.8", "25.2"], texts.Select(static one => one.Attribute("textLength")!.Value));
        var blocks = picture.Descendants().Where(static one => one.Name.LocalName == "path").ToList();
        Assert.Equal(["#ff0000", "#0000ff"], blocks.Select(static one => one.Attribute("fill")!.Value));
        Assert.Equal("M58.8 0h16.8v9H58.8z", blocks[0].Attribute("d")!.Value);
        Assert.Equal("a & b", picture.Elements().First().Value);
    }
}
