using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Cli;

/// <summary>Runs the program as a user whom file modes bind: root reads and writes whatever it likes.</summary>
internal sealed class OtherUser(TestFolder home)
{
    private const string Nobody = "65534";

    public async Task<Answer> RunAsync(params string[] arguments)
    {
        if (Environment.UserName != "root")
            return await ClipSearch.RunAsync(arguments);
        Assert.SkipUnless(
            File.Exists("/usr/bin/setpriv"),
            "Root is bound by no file mode, and there is no setpriv to become somebody else.");

        var result = await CliWrap.Cli.Wrap("/usr/bin/setpriv")
            .WithArguments(
                ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", ClipSearch.Executable, .. arguments])
            .WithWorkingDirectory(home.Path)
            .WithEnvironmentVariables(new Dictionary<string, string?>(ClipSearch.Environment)
            {
                ["HOME"] = home.Path,
                ["XDG_CACHE_HOME"] = home.Path + "/.cache",
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        Assert.SkipWhen(
            result.ExitCode is 126 or 127 or 1 && result.StandardError.StartsWith("setpriv", StringComparison.Ordinal),
            "Another user may not run the program from this folder.");
        return new Answer(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
