using Clip.Cli.Screen;

namespace Clip.Tests.Cli.Screen;

public sealed class TerminalScreenTests
{
    [Fact]
    public async Task A_change_of_the_size_is_noticed_where_no_system_signals_it()
    {
        using var device = new FakeTerminal();
        using var screen = new TerminalScreen(device);
        screen.Enter();

        device.Size = (100, 30);

        Assert.IsType<ScreenEvent.Resized>(await screen.Events.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal((100, 30), screen.Size);
    }
}
