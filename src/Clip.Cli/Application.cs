using System.CommandLine;
using Clip.Cli.Completion;
using Clip.Cli.Configuration;
using Clip.Cli.Languages;
using Clip.Cli.Manual;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Cli.Timing;
using Clip.Cli.Verbs;
using Clip.Cli.Verbs.Axis;
using Clip.Cli.Verbs.Browse;
using Clip.Cli.Verbs.Caption;
using Clip.Cli.Verbs.Classify;
using Clip.Cli.Verbs.Cluster;
using Clip.Cli.Verbs.Compare;
using Clip.Cli.Verbs.Completion;
using Clip.Cli.Verbs.Config;
using Clip.Cli.Verbs.Dedupe;
using Clip.Cli.Verbs.Doctor;
using Clip.Cli.Verbs.Embed;
using Clip.Cli.Verbs.Eval;
using Clip.Cli.Verbs.Export;
using Clip.Cli.Verbs.Import;
using Clip.Cli.Verbs.Index;
using Clip.Cli.Verbs.Inspect;
using Clip.Cli.Verbs.Library;
using Clip.Cli.Verbs.Map;
using Clip.Cli.Verbs.Mcp;
using Clip.Cli.Verbs.Models;
using Clip.Cli.Verbs.Search;
using Clip.Cli.Verbs.Serve;
using Clip.Cli.Verbs.Service;
using Clip.Cli.Verbs.Similar;
using Clip.Cli.Verbs.Status;
using Clip.Cli.Verbs.Worker;

namespace Clip.Cli;

/// <summary>Parses the command line, runs one verb, and turns every error into one line and an exit code.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(string[] written, CancellationToken cancellationToken)
    {
        Texts.Use(LanguageOption.Resolve(written));
        var root = BuildRoot();
        if (ManualFiles.Write(written, root))
            return ExitCode.Found;
        if (CompletionRequest.Answer(written, root) is { } completion)
        {
            await Console.Out.WriteAsync(completion.Format()).ConfigureAwait(false);
            return ExitCode.Found;
        }
        var arguments = new CommandWords(root).Arrange(written);
        var parsed = Parse(root, arguments);
        var problem = Usage.Problem(parsed, arguments, written) ?? ArgumentEncoding.Problem(written);
        var (configuration, wrong) = problem is null ? Configure(root, parsed) : (LoadedConfiguration.Nothing, null);
        if (configuration.Entries.Count > 0)
        {
            Texts.Use(LanguageOption.Resolve(written));
            parsed = Parse(root, arguments);
            // What the file sets may not go together with what is written.
            problem = Usage.Problem(parsed, arguments, written);
        }
        using var times = OutputOptions.AsksForTimes(parsed) ? RunTimes.Start() : null;
        using var terminal = new Terminal(OutputOptions.Resolve(parsed));
        if (arguments.Length == 0)
        {
            var toErrors = new InvocationConfiguration { Output = Console.Error };
            await root.Parse("--help").InvokeAsync(toErrors, cancellationToken).ConfigureAwait(false);
            return ExitCode.Error;
        }
        if (problem is not null || wrong is not null)
        {
            terminal.Error(problem ?? ErrorText.Of(wrong!));
            return ExitCode.Error;
        }

        if (Usage.OptionAsText(parsed, arguments) is { } note)
            terminal.Warn(note);
        try
        {
            var invocation = new VerbInvocation(terminal, configuration);
            return await InvokeAsync(parsed, invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            return Report(error, terminal, cancellationToken);
        }
        finally
        {
            if (times is not null)
                terminal.Report(times.Describe(terminal.IsJson));
        }
    }

    /// <summary>All verbs and their options.</summary>
    internal static RootCommand BuildRoot()
    {
        var root = new RootCommand("Find pictures by a sentence, captions by a picture, and pictures by a picture.");
        root.Directives.Clear();
        GlobalOptions.AddTo(root);
        VerbCommand[] verbs =
        [
            VerbCommand.Of(new SearchVerb()),
            VerbCommand.Of(new CaptionVerb()),
            VerbCommand.Of(new SimilarVerb()),
            VerbCommand.Of(new CompareVerb()),
            VerbCommand.Of(new ClassifyVerb()),
            VerbCommand.Of(new EmbedVerb()),
            VerbCommand.Of(new DedupeVerb()),
            VerbCommand.Of(new ClusterVerb()),
            VerbCommand.Of(new AxisVerb()),
            VerbCommand.Of(new MapVerb()),
            VerbCommand.Of(new BrowseVerb()),
            VerbCommand.Of(new IndexVerb()),
            VerbCommand.Of(new StatusVerb()),
            LibraryVerbs.Build(),
            ServiceVerbs.Build(),
            VerbCommand.Of(new ServeVerb()),
            VerbCommand.Of(new McpVerb()),
            VerbCommand.Of(new WorkerVerb()),
            VerbCommand.Of(new ExportVerb()),
            VerbCommand.Of(new ImportVerb()),
            VerbCommand.Of(new EvalVerb()),
            InspectVerbs.Build(),
            VerbCommand.Of(new DoctorVerb()),
            ModelsVerbs.Build(),
            ConfigVerbs.Build(),
            VerbCommand.Of(new CompletionVerb()),
        ];
        foreach (var verb in verbs)
            root.Subcommands.Add(verb);
        Help.AddTo(root);
        return root;
    }

    // A query may begin with @; it is not a file of further arguments.
    private static ParseResult Parse(RootCommand root, string[] arguments) =>
        root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <summary>Reads the configuration file, unless the command line only asks for help.</summary>
    private static (LoadedConfiguration Configuration, ClipException? Problem) Configure(
        RootCommand root, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (Usage.AsksForHelpOrVersion(parsed) || command is not VerbCommand { ReadsConfiguration: true } verb)
            return (LoadedConfiguration.Nothing, null);
        try
        {
            var path = ConfigurationPath.Find(ConfigurationOption.Resolve(parsed));
            return (LoadedConfiguration.Load(path, root, verb, verb.ChecksConfiguration), null);
        }
        catch (ClipException error)
        {
            return (LoadedConfiguration.Nothing, error);
        }
    }

    private static async Task<int> InvokeAsync(
        ParseResult parsed, VerbInvocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The results found before an error are results too.
            using var phase = RunPhases.Begin(RunPhases.Output);
            invocation.Terminal.Flush();
        }
    }

    private static int Report(Exception error, Terminal terminal, CancellationToken cancellationToken)
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
                terminal.Error(
                    $"unexpected error: {error.GetType().Name}: {error.Message}; "
                    + "this is a defect of clipsearch: please report it with the output of --verbose");
                break;
        }
        terminal.Detail(error.ToString());
        return ExitCode.Error;
    }
}
