using System.Text;
using Clip.Cli.Screen;
using CsCheck;
using static Clip.Cli.Screen.ScreenEvent;

namespace Clip.Tests.Cli.Screen;

public sealed class InputDecoderTests
{
    [Theory]
    [InlineData("\e[A", "Up")]
    [InlineData("\eOB", "Down")]
    [InlineData("\e[3~", "Delete")]
    [InlineData("\e[5~", "PageUp")]
    [InlineData("\e[H", "Home")]
    [InlineData("\e[4~", "End")]
    [InlineData("\e[Z", "BackTab")]
    [InlineData("\eOP", "F1")]
    [InlineData("\r", "Enter")]
    [InlineData("\x7f", "Backspace")]
    [InlineData("\t", "Tab")]
    public void A_key_has_a_sequence(string sent, string key) =>
        Assert.Equal([new Pressed(Enum.Parse<Key>(key))], Decode(sent));

    [Fact]
    public void Modifiers_and_letters_are_told_apart()
    {
        Assert.Equal([new Pressed(Key.Right) { Control = true }], Decode("\e[1;5C"));
        Assert.Equal([new Pressed(Key.Left) { Alt = true }], Decode("\e[1;4D"));
        Assert.Equal([new Pressed(Key.Text, "c") { Control = true }], Decode("\x03"));
        Assert.Equal([new Pressed(Key.Text, "x") { Alt = true }], Decode("\ex"));
        Assert.Equal(
            [new Pressed(Key.Text, "a"), new Pressed(Key.Text, "猫"), new Pressed(Key.Text, "🐈")], Decode("a猫🐈"));
    }

    [Fact]
    public void The_mouse_says_what_and_where()
    {
        Assert.Equal(
            [
                new Mouse(MouseAction.Press, 0, 4, 9, false), new Mouse(MouseAction.Release, 0, 4, 9, false),
                new Mouse(MouseAction.Press, 2, 0, 0, false), new Mouse(MouseAction.Press, 0, 222, 0, true),
                new Mouse(MouseAction.WheelUp, 0, 0, 1, false), new Mouse(MouseAction.WheelDown, 1, 0, 1, false),
            ],
            Decode("\e[<0;5;10M\e[<0;5;10m\e[<2;1;1M\e[<16;223;1M\e[<64;1;2M\e[<65;1;2M"));
        Assert.Empty(Decode("\e[<0;0;0M\e[<1;2M\e[I\e[O"));
    }

    [Fact]
    public void A_pasted_text_is_no_keys() => Assert.Equal(
        [new Pasted("rm\r\e[A"), new Pressed(Key.Text, "x")], Decode("\e[200~rm\r\e[A\e[201~x"));

    [Fact]
    public void Answers_are_passed_on() => Assert.Equal(
        [new Answered("_Gi=31;OK"), new Answered("[6;20;10t"), new Answered("[?62;4c"), new Answered("[0n"),
            new Answered("]11;rgb:0/0/0")],
        Decode("\e_Gi=31;OK\e\\\e[6;20;10t\e[?62;4c\e[0n\e]11;rgb:0/0/0\a"));

    [Fact]
    public void Escape_is_a_key_when_nothing_follows()
    {
        var decoder = new InputDecoder();
        Assert.Empty(decoder.Decode("\e"u8));
        Assert.True(decoder.IsWaiting);
        Assert.Equal([new Pressed(Key.Escape)], decoder.Flush());
        Assert.False(decoder.IsWaiting);
        Assert.Equal([new Pressed(Key.Escape), new Pressed(Key.Up)], decoder.Decode("\e\e[A"u8));
    }

    [Fact]
    public void Pieces_do_not_matter()
    {
        const string sent = "a\e[1;5C猫\e[<0;5;10M\e[200~x\ny\e[201~\e_Gi=1;OK\e\\\e[5~z";
        var whole = Decode(sent);
        var bytes = Encoding.UTF8.GetBytes(sent);
        var decoder = new InputDecoder();
        Assert.Equal(whole, bytes.SelectMany(one => decoder.Decode([one])));
    }

    [Fact]
    public void Any_bytes_are_taken_and_none_is_waited_for_forever() =>
        Gen.Byte.Array[0, 60].Sample(static bytes =>
        {
            var decoder = new InputDecoder();
            decoder.Decode(bytes);
            decoder.Flush();
            // A string or a paste that never ends swallows what follows; anything else is over by now.
            return decoder.Decode("\e[201~\a\e\\q"u8) is [.., Pressed { Text: "q" }];
        }, iter: 2000);

    private static IReadOnlyList<ScreenEvent> Decode(string text) =>
        new InputDecoder().Decode(Encoding.UTF8.GetBytes(text));
}
