using System.CommandLine;
using Clip.Cli.Completion;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Completion;

/// <summary>What <c>completion</c> is asked for.</summary>
internal sealed record CompletionSettings(Shell Shell);

/// <summary><c>completion</c>: the script with which a shell completes command lines.</summary>
internal sealed class CompletionVerb : IVerb<CompletionSettings>
{
    private readonly Argument<string> _shell = new("SHELL")
    {
        Description = string.Join(", ", ShellNames.All.Keys),
    };

    public CompletionVerb()
    {
        _shell.CompletionSources.Add([.. ShellNames.All.Keys]);
        _shell.Validators.Add(static result =>
        {
            if (result.Tokens is [var token, ..] && !ShellNames.All.ContainsKey(token.Value))
                result.AddError($"{token.Value}: is not one of {string.Join(", ", ShellNames.All.Keys)}");
        });
        Command.Arguments.Add(_shell);
    }

    public VerbCommand Command { get; } = new(
        "completion", "Write the script with which a shell completes verbs, options, values and models",
        "clipsearch completion bash >> ~/.bash_completion",
        "clipsearch completion zsh > ~/.zfunc/_clipsearch",
        "clipsearch completion fish > ~/.config/fish/completions/clipsearch.fish",
        "clipsearch completion powershell >> $PROFILE");

    public CompletionSettings Resolve(ParseResult parsed) => new(ShellNames.All[parsed.GetRequiredValue(_shell)]);

    public Task<int> RunAsync(CompletionSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        terminal.Write(CompletionScript.Of(settings.Shell));
        return Task.FromResult(ExitCode.Found);
    }
}
