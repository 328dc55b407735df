using System.Diagnostics;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Cli.Verbs.Browse;

/// <summary>A real terminal: a shell in tmux, with a server of its own.</summary>
internal sealed class TmuxSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _server = $"clip-{Guid.NewGuid():N}";

    private TmuxSession()
    {
    }

    /// <summary>Where tmux is; null where it is not installed.</summary>
    public static string? Program { get; } = new[] { "/usr/bin/tmux", "/opt/homebrew/bin/tmux", "/usr/local/bin/tmux" }
        .FirstOrDefault(File.Exists);

    /// <summary>Starts a shell.</summary>
    public static async Task<TmuxSession> StartAsync(int width = 80, int height = 24)
    {
        var session = new TmuxSession();
        try
        {
            await session.RunAsync(
                "new-session", "-d", "-x", $"{width}", "-y", $"{height}", "env PS1='$ ' bash --norc -i");
            await session.SeeAsync(@"^\$$");
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Presses keys, by tmux's names for them.</summary>
    public Task PressAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    /// <summary>Writes a text, and Enter where it is a command of the shell.</summary>
    public async Task TypeAsync(string text, bool isCommand = false)
    {
        await RunAsync("send-keys", "-l", text);
        if (isCommand)
            await PressAsync("Enter");
    }

    /// <summary>Waits until the screen shows what a pattern describes.</summary>
    public async Task<string> SeeAsync(string pattern)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var screen = await RunAsync("capture-pane", "-p");
            if (Regex.IsMatch(screen, pattern, RegexOptions.Multiline))
                return screen;
            if (Stopwatch.GetElapsedTime(began) > Patience)
                Assert.Fail($"{pattern} is not on the screen:\n{screen}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    // A test that is stopped leaves no server behind either.
    public async ValueTask DisposeAsync() => await RunAsync(["kill-server"], CancellationToken.None);

    private Task<string> RunAsync(params string[] arguments) =>
        RunAsync(arguments, TestContext.Current.CancellationToken);

    private async Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var result = await CliWrap.Cli.Wrap(Program!)
            .WithArguments(["-u", "-L", _server, "-f", "/dev/null", .. arguments])
            .WithEnvironmentVariables(new Dictionary<string, string?>(ClipSearch.Environment) { ["TMUX"] = null })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        return result.StandardOutput;
    }
}
