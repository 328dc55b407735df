using System.Text;
using Clip.Cli.Completion;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Cli.Completion;

/// <summary>The scripts in the shells themselves, where this machine has them.</summary>
public sealed class ShellTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bash_completes_with_the_script()
    {
        var lines = await RunAsync("bash", "script.bash", """
            try() { COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _clipsearch; echo "${COMPREPLY[*]}"; }
            source <(clipsearch completion bash)
            complete -p clipsearch
            try clipsearch simi
            try clipsearch search --color = ne
            try clipsearch search --sheet 'a pic'
            """);

        Assert.Equal(["complete -F _clipsearch clipsearch", "similar", "never", "a picture.jpg"], lines);
    }

    [Fact]
    public async Task Zsh_completes_with_the_script()
    {
        var lines = await RunAsync("zsh", "script.zsh", """
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -D; source <(clipsearch completion zsh)'
            zpty -w z 'show() { print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N show; bindkey "^T" show'
            zpty -w z 'echo REA""DY'
            zpty -r z text '*READY*'
            try() { zpty -w -n z "$1"$'\t\C-t'; zpty -r z text '*>>*'; print -r -- "${${text##*<<}%%>>*}"; }
            try 'clipsearch simi'
            try 'clipsearch search --color=ne'
            try 'clipsearch search --sheet a\ pic'
            zpty -d z
            """, "-f");

        Assert.Equal(
            ["clipsearch similar ", "clipsearch search --color=never ", "clipsearch search --sheet a\\ picture.jpg "],
            lines);
    }

    [Fact]
    public async Task Fish_completes_with_the_script()
    {
        var lines = await RunAsync("fish", "script.fish", """
            clipsearch completion fish | source
            complete -C'clipsearch simi'
            complete -C'clipsearch search --color ne'
            complete -C'clipsearch search --sheet a'
            """, "--no-config");

        Assert.Equal(3, lines.Length);
        Assert.StartsWith("similar\t", lines[0]);
        Assert.Equal(["never", "a picture.jpg"], lines[1..]);
    }

    /// <summary>There is no PowerShell on the machines that test; its script is read here at least.</summary>
    [Fact]
    public void The_script_of_PowerShell_is_closed_and_calls_the_program()
    {
        var script = CompletionScript.Of(Shell.PowerShell);

        Assert.Equal(script.Count(static letter => letter == '{'), script.Count(static letter => letter == '}'));
        Assert.Equal(script.Count(static letter => letter == '('), script.Count(static letter => letter == ')'));
        Assert.Equal(script.Count(static letter => letter == '['), script.Count(static letter => letter == ']'));
        Assert.Equal(0, script.Count(static letter => letter == '"') % 2);
        Assert.Contains("complete powershell --", script);
    }

    private static async Task<string[]> RunAsync(string shell, string name, string script, params string[] options)
    {
        var isHere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, shell)));
        Assert.SkipUnless(isHere && !OperatingSystem.IsWindows(), $"{shell} is not installed");
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.At(name), script, Stop);
        await File.WriteAllTextAsync(folder.At("a picture.jpg"), "", Stop);
        var path = $"{AppContext.BaseDirectory}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        var variables = new Dictionary<string, string?>(ClipSearch.Environment)
        {
            ["PATH"] = path,
            ["HOME"] = folder.Path,
            ["TERM"] = "xterm",
        };

        var result = await CliWrap.Cli.Wrap(shell).WithArguments([.. options, folder.At(name)])
            .WithWorkingDirectory(folder.Path).WithEnvironmentVariables(variables)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Encoding.UTF8, Stop);

        Assert.Equal("", result.StandardError);
        return result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
