using System.CommandLine;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Verbs.Serve;
using Clip.Server.Hosting;

namespace Clip.Cli.Verbs.Mcp;

/// <summary>
/// <c>mcp</c>: lets a language model search, over the Model Context Protocol on standard input and output. The process
/// ends when its input ends.
/// </summary>
internal sealed class McpVerb : IVerb<MountSettings>
{
    private readonly Option<string[]> _roots = new("--root")
    {
        Description = "A folder of pictures (repeatable: all are searched together; default: the current folder); "
            + "nothing outside is read or named",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<bool> _noIndex = new("--no-index")
    {
        Description = "Answer from what is indexed, without looking for new pictures",
    };

    private readonly StoreOptions _store = new();

    public McpVerb()
    {
        Command.Options.Add(_roots);
        _store.AddTo(Command);
        _store.AddReadTo(Command);
        Command.Options.Add(_noIndex);
    }

    public VerbCommand Command { get; } = new(
        "mcp", "Let an AI assistant search, over the Model Context Protocol",
        "clipsearch mcp --root ~/Pictures",
        "clipsearch mcp --store postgres://clip@db/pictures --root /mnt/pictures",
        "claude mcp add pictures -- clipsearch mcp --root ~/Pictures");

    public MountSettings Resolve(ParseResult parsed)
    {
        var store = _store.Find(parsed);
        IReadOnlyList<string> roots = parsed.GetValue(_roots) is { Length: > 0 } given ? given
            : store is not null ? [] : ["."];
        foreach (var root in roots)
        {
            if (!Directory.Exists(root))
            {
                throw new ClipException(
                    $"--root {DisplayPath.Of(root)}", "is no folder", "name an existing folder");
            }
        }
        return new MountSettings(
            ModelOptions.Resolve(parsed), [], roots, [], !parsed.GetValue(_noIndex) && store is null)
        {
            Store = store,
        };
    }

    public async Task<int> RunAsync(MountSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        using var mounts = ServedMounts.Open(settings);
        if (!Console.IsInputRedirected)
            terminal.Warn("speaks the Model Context Protocol with the program that starts it; Ctrl-D ends it");
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await ClipStdioHost.RunAsync(
            mounts.AddTo, input, output, log => ServerLog.Configure(log, terminal),
            cancellationToken).ConfigureAwait(false);
        return ExitCode.Found;
    }
}
