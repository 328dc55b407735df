using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Cli;

/// <summary>Arguments and options that cannot be meant as they stand.</summary>
public sealed class ArgumentTests(IndexedGallery gallery)
{
    [Theory]
    [InlineData("--in: needs a value, FOLDER", "search", "x", "--in", ".", "--in")]
    [InlineData("--top: needs a value, N", "search", "-n", "-n", "5", "x")]
    [InlineData("--glob: needs a value", "search", "-g", "*.jpg", "--glob", "--json")]
    [InlineData("compare: has an empty text", "compare", "", "a dog")]
    [InlineData("--rank words: needs a query", "search", "--glob", "*", "--rank", "words")]
    [InlineData("--sort -score: needs a query", "search", "--glob", "*", "--sort", "-score")]
    [InlineData("--score zscore: needs a query", "search", "--score", "zscore")]
    [InlineData("list all pictures with: clipsearch search --glob '*' -n all --in", "search", "-n", "all")]
    [InlineData("to search for it: clipsearch search x;", "-h", "x")]
    public async Task What_is_missing_is_said(string problem, params string[] arguments) =>
        (await ClipSearch.RunAsync(arguments)).IsError(problem);

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused_by_name_and_not_recorded()
    {
        using var folder = new TestFolder();
        var text = folder.At("README.md");
        await File.WriteAllTextAsync(text, "# No picture", TestContext.Current.CancellationToken);
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("named like a text.txt"));

        (await ClipSearch.RunAsync("index", text)).IsError(text, "is not a picture");
        var both = (await ClipSearch.RunAsync("index", text, folder.At("named like a text.txt"), "--json")).Ended(0);

        both.Counts(added: 1);
        both.HasOneErrorLine(text, "is not a picture");
        (await ClipSearch.RunAsync("status", "--failed", "--in", folder.Path)).Ended(1);
    }

    [Fact]
    public async Task A_device_that_does_not_exist_is_not_taken_for_a_fault_of_the_index()
    {
        var folder = await gallery.Folder;

        (await ClipSearch.RunAsync("index", folder, "--device", "nosuch")).IsError("--device nosuch: no such device");
        (await ClipSearch.RunAsync("index", folder, "--variant", "q9")).IsError("has no variant 'q9'");
    }

    [Fact]
    public async Task A_name_that_is_not_UTF8_is_named_as_such()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, names are UTF-16.");
        foreach (var verb in new[] { "search", "index", "similar" })
        {
            var broken = await CliWrap.Cli.Wrap("sh")
                .WithArguments(["-c", $"exec \"$0\" {verb} \"$(printf 'caf\\351.jpg')\"", ClipSearch.Executable])
                .WithEnvironmentVariables(ClipSearch.Environment).WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            new Answer(broken.ExitCode, broken.StandardOutput, broken.StandardError)
                .IsError("is not valid UTF-8", "rename the file");
        }
        if (OperatingSystem.IsLinux())
            (await ClipSearch.RunAsync("inspect", "tokens", "\uFFFD")).Ended(0);
    }

    [Fact]
    public async Task Control_characters_reach_a_pipe_and_no_terminal()
    {
        const string script = "/usr/bin/script";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(script), "Needs a program that makes a terminal.");
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("\e[31mred.jpg"));
        string[] search = ["search", "door", "--paths", "--in", folder.Path];

        var piped = (await ClipSearch.RunAsync(search)).Ended(0);
        var shown = await CliWrap.Cli.Wrap(script)
            .WithArguments(["-qec", $"{ClipSearch.Executable} {string.Join(' ', search)}", "/dev/null"])
            .WithEnvironmentVariables(ClipSearch.Environment).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\e[31mred.jpg", piped.Output);
        Assert.Contains(@"\u001b[31mred.jpg'", shown.StandardOutput);
        Assert.DoesNotContain("\e[31m", shown.StandardOutput);
    }
}
