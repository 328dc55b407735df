using System.Text;
using Clip.Cli.Screen;
using Clip.Cli.Showing;

namespace Clip.Tests.Cli.Showing;

public sealed class TerminalQuestionTests
{
    [Fact]
    public void An_answer_is_read_piece_by_piece_up_to_the_attributes()
    {
        using var terminal = new Scripted("\e_Gi=31", ";OK\e\\", "\e[?62;4", ";22c", "typed ahead");

        Assert.Equal("\e_Gi=31;OK\e\\\e[?62;4;22c", TerminalQuestion.Answer(terminal));
        Assert.Equal(ScreenModes.GraphicsQuestion + ScreenModes.AttributesQuestion, terminal.Asked);
    }

    [Fact]
    public void A_terminal_that_says_nothing_or_no_end_is_not_waited_for()
    {
        using var silent = new Scripted();
        using var endless = new Scripted([.. Enumerable.Repeat("x", 5000)]);

        Assert.Equal("", TerminalQuestion.Answer(silent));
        Assert.Equal(1024, TerminalQuestion.Answer(endless).Length);
    }

    private sealed class Scripted(params string[] answers) : ITerminalDevice
    {
        private int _next;

        public string Asked { get; private set; } = "";

        public (int Width, int Height) Size => (80, 24);

        public bool IsInForeground => true;

        public void EnterRawMode(TimeSpan? longestRead = null)
        {
        }

        public void LeaveRawMode()
        {
        }

        public int Read(Span<byte> buffer) =>
            _next < answers.Length ? Encoding.ASCII.GetBytes(answers[_next++], buffer) : 0;

        public void Write(ReadOnlySpan<byte> bytes) => Asked += Encoding.ASCII.GetString(bytes);

        public void Suspend()
        {
        }

        public void Dispose()
        {
        }
    }
}
