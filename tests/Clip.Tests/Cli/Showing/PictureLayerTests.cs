using System.Text.RegularExpressions;
using Clip.Cli.Screen;
using Clip.Cli.Showing;
using Clip.Images.Thumbnails;

namespace Clip.Tests.Cli.Showing;

/// <summary>What a terminal is sent for pictures over a grid, by each protocol.</summary>
public sealed class PictureLayerTests
{
    private static readonly RgbPixels Red = new(2, 2, [255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0]);

    [Fact]
    public void Kitty_keeps_pictures_and_places_them_by_their_numbers()
    {
        var layer = new PictureLayer(PreviewProtocol.Kitty);
        Assert.Matches(
            Sequence(
                @"^\e_Ga=t,i=1,f=24,o=z,s=2,v=2,q=2,m=0;[A-Za-z0-9+/=]+\e\\"
                + @"\e[3;2H\e_Ga=p,i=1,p=1,c=4,r=3,C=1,q=2\e\\$"),
            layer.Show([Place("a", 1, 2)]));
        Assert.Equal("", layer.Show([Place("a", 1, 2)]));
        // It moves, and another one comes: only that is sent.
        var moved = layer.Show([Place("b", 1, 2), Place("a", 9, 2)]);
        Assert.StartsWith("\e_Ga=d,d=a,q=2\e\\\e_Ga=t,i=2,", moved);
        Assert.EndsWith("\e[3;10H\e_Ga=p,i=1,p=1,c=4,r=3,C=1,q=2\e\\", moved);
        Assert.Equal("\e_Ga=d,d=a,q=2\e\\", layer.Show([]));
        Assert.Equal("\e_Ga=d,d=A,q=2\e\\", layer.End);
    }

    [Fact]
    public void Kitty_gets_pixels_again_that_it_may_have_freed()
    {
        var layer = new PictureLayer(PreviewProtocol.Kitty);
        layer.Show([Place("a", 1, 2)]);
        layer.Forget();

        var again = layer.Show([Place("a", 1, 2)]);

        Assert.StartsWith("\e_Ga=d,d=A,q=2\e\\\e_Ga=t,i=2,", again);
        Assert.EndsWith("\e[3;2H\e_Ga=p,i=2,p=1,c=4,r=3,C=1,q=2\e\\", again);
        // Once is enough.
        Assert.StartsWith("\e_Ga=d,d=a,q=2\e\\\e_Ga=t,i=3,", layer.Show([Place("b", 1, 2)]));
    }

    [Fact]
    public void Sixel_is_written_at_its_place_and_only_where_it_is_new()
    {
        var layer = new PictureLayer(PreviewProtocol.Sixel);
        Assert.Equal("\e[3;2H\eP0;1q\"1;1;2;2#0;2;100;0;0#0BB$-\e\\", layer.Show([Place("a", 1, 2)]));
        var more = layer.Show([Place("a", 1, 2), Place("b", 9, 2)]);
        Assert.StartsWith("\e[3;10H\eP", more);
        layer.Forget();
        Assert.StartsWith("\e[3;2H\eP", layer.Show([Place("a", 1, 2), Place("b", 9, 2)]));
    }

    [Theory]
    [InlineData("Kitty")]
    [InlineData("Sixel")]
    public void Pictures_beyond_the_room_follow_one_by_one_and_none_is_sent_twice(string protocol)
    {
        var layer = new PictureLayer(Enum.Parse<PreviewProtocol>(protocol));
        PicturePlacement[] pictures = [Place("a", 0, 2), Place("b", 5, 2), Place("c", 9, 2)];
        List<string> sent = [layer.Show(pictures, most: 0)];
        Assert.False(layer.IsComplete);
        while (!layer.IsComplete)
            sent.Add(layer.Show(pictures, most: 1));

        Assert.Equal(["", "\e[3;1H", "\e[3;6H", "\e[3;10H"], sent.Select(static text => text.Length == 0
            ? ""
            : string.Concat(Regex.Matches(text, "\e\\[[0-9;]*H").Select(static match => match.Value))));
        Assert.Equal("", layer.Show(pictures, most: 1));
    }

    [Fact]
    public void ITerm_gets_a_file() => Assert.Matches(
        Sequence(
            @"^\e[3;2H\e]1337;File=inline=1;size=[0-9]+;width=2px;height=2px;"
            + @"preserveAspectRatio=1:[A-Za-z0-9+/=]+\a$"),
        new PictureLayer(PreviewProtocol.ITerm).Show([Place("a", 1, 2)]));

    private static string Sequence(string pattern) => Regex.Replace(pattern, @"\\e([\[\]])", @"\e\$1");

    private static PicturePlacement Place(string key, int x, int y) => new(key, x, y, 4, 3, Red);
}
