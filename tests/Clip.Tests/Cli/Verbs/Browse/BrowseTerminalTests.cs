using CliWrap.Buffered;

namespace Clip.Tests.Cli.Verbs.Browse;

/// <summary><c>browse</c> in a real terminal.</summary>
public sealed class BrowseTerminalTests(IndexedGallery gallery)
{
    // What a shell's terminal has, and one in raw mode has not.
    private const string Restored = @" icanon .*(?:.|\n)* echo ";

    [Fact]
    public async Task One_types_sees_marks_stops_continues_and_quits()
    {
        Assert.SkipUnless(TmuxSession.Program is not null, "tmux is not installed");
        await using var terminal = await TmuxSession.StartAsync();
        await terminal.TypeAsync($"{ClipSearch.Executable} browse --no-index --in {await gallery.Folder}", true);
        await terminal.SeeAsync(@"1/100");
        await terminal.TypeAsync("a lighthouse by the sea");
        var screen = await terminal.SeeAsync(@"(?s)▀.*kodak-21\.jpg"); // a picture may come later than its name
        await terminal.PressAsync("Enter", "Space");
        await terminal.SeeAsync(@"● kodak-21\.jpg");
        await terminal.SeeAsync(@"1 marked");

        await terminal.PressAsync("C-z");
        await terminal.SeeAsync(@"Stopped");
        await terminal.TypeAsync("stty -a", true);
        await terminal.SeeAsync(Restored);
        await terminal.TypeAsync("clear; fg", true);
        await terminal.SeeAsync(@"● kodak-21\.jpg");
        await terminal.PressAsync("q");
        screen = await terminal.SeeAsync(@"photos/kodak-21\.jpg\n\$$");
        Assert.DoesNotContain("marked", screen);
        await terminal.TypeAsync("clear; stty -a", true);
        await terminal.SeeAsync(Restored);
    }

    [Fact]
    public async Task A_narrow_screen_without_pictures_is_left_as_it_was_when_the_program_is_killed()
    {
        Assert.SkipUnless(TmuxSession.Program is not null, "tmux is not installed");
        await using var terminal = await TmuxSession.StartAsync(width: 40);
        await terminal.TypeAsync(
            $"{ClipSearch.Executable} search -i dogs --preview off --no-index --in {await gallery.Folder}", true);
        await terminal.SeeAsync(@"▸ 0\.\d\d\d  ");
        await terminal.TypeAsync("!");
        await terminal.SeeAsync(@"> dogs!");
        await terminal.PressAsync("C-c");
        await terminal.SeeAsync(@"^\$$");

        using var folder = new TestFolder();
        await File.WriteAllTextAsync(
            folder.At("start.sh"),
            $"echo $$ > {folder.At("id")}\n"
            + $"exec {ClipSearch.Executable} browse --no-index --in {await gallery.Folder}\n",
            TestContext.Current.CancellationToken);
        await terminal.TypeAsync($"clear; sh {folder.At("start.sh")}", true);
        await terminal.SeeAsync(@"1/100");
        var id = (await File.ReadAllTextAsync(folder.At("id"), TestContext.Current.CancellationToken)).Trim();
        await CliWrap.Cli.Wrap("kill").WithArguments(["-TERM", id])
            .ExecuteAsync(TestContext.Current.CancellationToken);
        await terminal.SeeAsync(@"^\$$");
        await terminal.TypeAsync("clear; stty -a", true);
        await terminal.SeeAsync(Restored);
    }

    [Fact]
    public async Task What_is_moved_when_it_is_left_is_whole_and_written_down()
    {
        Assert.SkipUnless(TmuxSession.Program is not null, "tmux is not installed");
        using var folder = new TestFolder();
        foreach (var (path, drawing) in new[] { ("pictures/1/a.png", "006.png"), ("pictures/2/a.png", "020.png") })
            File.Copy(Path.Combine(Models.EmbeddedModel.Gallery, "drawings", drawing), folder.At(path.Split('/')));
        (await ClipSearch.RunAsync("index", folder.At("pictures"))).Ended(0);
        await using var terminal = await TmuxSession.StartAsync();
        await terminal.TypeAsync(
            $"{ClipSearch.Executable} browse --preview off --no-index --in {folder.At("pictures")}", true);
        await terminal.SeeAsync(@"1/2");
        await terminal.PressAsync("Tab");

        // Both at once: the one that is moved is still in the list.
        await terminal.TypeAsync("M");
        await terminal.TypeAsync(folder.At("to"), true);
        await terminal.PressAsync("Right");
        await terminal.TypeAsync("M");
        await terminal.TypeAsync(folder.At("to"), true);
        await terminal.TypeAsync("q");
        await terminal.SeeAsync(@"^\$$");

        var moved = Directory.GetFiles(folder.At("to")).Select(static file => Path.GetFileName(file)).ToList();
        string[] names = ["a.png", "a (2).png"];
        Assert.Equal(names.Take(moved.Count), moved.OrderDescending(StringComparer.Ordinal));
        Assert.NotEmpty(moved);
        Assert.Equal(
            2, moved.Count + Directory.GetFiles(folder.At("pictures"), "a.png", SearchOption.AllDirectories).Length);
        // What was done is written down.
        Assert.Equal(
            moved.Count,
            Directory.GetFiles(folder.Path, "*.undo.jsonl").Sum(static file => File.ReadLines(file).Count()));
    }

    [Fact]
    public async Task A_terminal_that_was_asked_what_it_can_show_is_as_before_also_in_the_background()
    {
        Assert.SkipUnless(TmuxSession.Program is not null, "tmux is not installed");
        await using var terminal = await TmuxSession.StartAsync(height: 50);
        var search = $"{ClipSearch.Executable} search dogs -n 1 --no-index --preview auto --in {await gallery.Folder}";
        await terminal.TypeAsync($"clear; {search}; stty -a", true);
        await terminal.SeeAsync(@"▀▀▀");
        await terminal.SeeAsync(Restored);
        await terminal.TypeAsync($"clear; {search} & wait; echo it ended", true);
        await terminal.SeeAsync(@"▀▀▀");
        await terminal.SeeAsync(@"^it ended");
    }

    [Fact]
    public async Task Without_a_terminal_it_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "setsid is a program of Linux");
        var result = await CliWrap.Cli.Wrap("setsid").WithArguments(
            ["--wait", ClipSearch.Executable, "browse", "--no-index", "--in", await gallery.Folder])
            .WithEnvironmentVariables(ClipSearch.Environment)
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("needs a terminal", result.StandardError);
    }
}
