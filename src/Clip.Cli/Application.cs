using System.CommandLine;
using Clip.Cli.Commands;
using Clip.Cli.Output;

namespace Clip.Cli;

/// <summary>Parses the command line, runs one verb, and turns whatever went wrong into one line and an exit code.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = BuildRoot().Parse(arguments, new ParserConfiguration
        {
            // A query may begin with @; it is not a file of further arguments.
            ResponseFileTokenReplacer = null,
        });
        using var terminal = Terminal.For(parsed);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                terminal.Error(error.Message);
            terminal.Error($"see: clipsearch {parsed.CommandResult.Command.Name} --help".Replace("clipsearch clipsearch", "clipsearch", StringComparison.Ordinal));
            return ExitCode.Error;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(1),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            terminal.Error("stopped; what was reported done is kept");
            return ExitCode.Interrupted;
        }
        catch (ClipException error)
        {
            terminal.Error(error.Message);
            return ExitCode.Error;
        }
        catch (BrokenPipeException)
        {
            // The reader, such as head, has seen enough.
            return ExitCode.Found;
        }
    }

    private static RootCommand BuildRoot()
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
            ModelsCommand.Build(),
        ];
        foreach (var verb in verbs)
            root.Subcommands.Add(verb);
        Help.AddExamples(root);
        return root;
    }
}
