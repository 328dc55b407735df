using System.CommandLine;
using Clip.Cli.Commands;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli;

/// <summary>Parses the command line, runs one verb, and turns whatever went wrong into one line and an exit code.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var root = BuildRoot();
        var parsed = root.Parse(arguments, new ParserConfiguration
        {
            // A query may begin with @; it is not a file of further arguments.
            ResponseFileTokenReplacer = null,
        });
        using var terminal = Terminal.For(parsed);
        if (arguments.Length == 0)
        {
            await root.Parse("--help").InvokeAsync(new InvocationConfiguration { Output = Console.Error }, cancellationToken).ConfigureAwait(false);
            return ExitCode.Error;
        }
        if (Usage.Problem(parsed, arguments) is { } problem)
        {
            terminal.Error(problem);
            return ExitCode.Error;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            return Explain(error, terminal, cancellationToken);
        }
    }

    private static int Explain(Exception error, Terminal terminal, CancellationToken cancellationToken)
    {
        switch (error)
        {
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                terminal.Error("stopped; what was reported done is kept");
                return ExitCode.Interrupted;
            case BrokenPipeException:
                // The reader, such as head, has seen enough.
                return ExitCode.Found;
            case FolderException { Fault: FolderFault.NoPictures } empty:
                terminal.Warn(ErrorText.Of(empty));
                return ExitCode.Nothing;
            case ClipException known:
                terminal.Error(ErrorText.Of(known));
                break;
            case IOException or UnauthorizedAccessException:
                terminal.Error(error.Message.TrimEnd('.'));
                break;
            default:
                terminal.Error($"unexpected error: {error.GetType().Name}: {error.Message}; this is a defect of clipsearch: please report it with what --verbose says");
                break;
        }
        terminal.Detail(error.ToString());
        return ExitCode.Error;
    }

    /// <summary>All verbs and their options.</summary>
    internal static RootCommand BuildRoot()
    {
        var root = new RootCommand("Find pictures by a sentence, captions by a picture, and pictures by a picture.");
        root.Directives.Clear();
        GlobalOptions.AddTo(root);
        Command[] verbs =
        [
            SearchCommand.Build(),
            CaptionCommand.Build(),
            SimilarCommand.Build(),
            CompareCommand.Build(),
            EmbedCommand.Build(),
            IndexCommand.Build(),
            StatusCommand.Build(),
            InspectCommand.Build(),
            DoctorCommand.Build(),
            ModelsCommand.Build(),
        ];
        foreach (var verb in verbs)
            root.Subcommands.Add(verb);
        Help.AddExamples(root);
        return root;
    }
}
