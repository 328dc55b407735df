using System.CommandLine;
using System.Threading.Channels;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Screen;
using Clip.Cli.Showing;

namespace Clip.Cli.Verbs.Browse;

/// <summary>What <c>browse</c> is asked to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Folders">The folders to search.</param>
/// <param name="Query">What is searched for first.</param>
/// <param name="Filter">Which pictures to search; null for all.</param>
/// <param name="Preview">How pictures are shown.</param>
internal sealed record BrowseSettings(
    ModelSettings Model, IReadOnlyList<IndexSettings> Folders, string Query, PictureFilter? Filter,
    PreviewProtocol Preview)
{
    /// <summary>The full paths of pictures that are wanted.</summary>
    public IReadOnlyList<string> Liked { get; init; } = [];

    /// <summary>The full paths of pictures that are not.</summary>
    public IReadOnlyList<string> Disliked { get; init; } = [];
}

/// <summary><c>browse</c>: a screen full of pictures, which are searched as one types.</summary>
internal sealed class BrowseVerb : IVerb<BrowseSettings>
{
    private readonly Argument<string[]> _query = new("QUERY")
    {
        Description = "What to search for first; it can be changed on the screen",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _preview = new("--preview")
    {
        Description = "How to show pictures: auto asks the terminal; kitty, iterm, sixel, blocks, off",
        HelpName = "HOW",
        DefaultValueFactory = static _ => "auto",
    };

    private readonly IndexOptions _index = new();
    private readonly FilterOptions _filter = new();

    public BrowseVerb()
    {
        Command.Arguments.Add(_query);
        _index.AddSearchOfSeveralTo(Command);
        _filter.AddTo(Command);
        _preview.RequireOneOf([.. ShowOptions.Protocols.Keys]);
        Command.Options.Add(_preview);
    }

    public VerbCommand Command { get; } = new(
        "browse", "Look through pictures on the whole screen, searching as you type",
        "clipsearch browse --in ~/Pictures",
        "clipsearch browse \"a boat at sunset\" --after 2020",
        "clipsearch browse --preview off",
        "clipsearch browse | xargs -d '\\n' cp -t best/");

    public BrowseSettings Resolve(ParseResult parsed) => new(
        ModelOptions.Resolve(parsed), _index.ResolveAll(parsed), string.Join(' ', parsed.GetValue(_query) ?? []),
        _filter.Resolve(parsed), ShowOptions.Protocols[parsed.GetValue(_preview)!]);

    public Task<int> RunAsync(BrowseSettings settings, Terminal terminal, CancellationToken cancellationToken) =>
        BrowseAsync(settings, terminal, cancellationToken);

    /// <summary>Runs the screen, and writes the paths of the pictures that are marked at its end.</summary>
    /// <exception cref="ClipException">There is no terminal, or the model cannot be loaded.</exception>
    public static async Task<int> BrowseAsync(
        BrowseSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        using var runtime = ModelInput.StartRuntime(settings.Model);
        using var model = FolderSearch.LoadModel(settings.Folders, settings.Model);
        using var search = new PictureSearch(model, [.. settings.Folders.Select(static folder => folder.Searched)]);
        var events = Channel.CreateUnbounded<BrowseEvent>();
        IReadOnlyList<string> marked;
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        using (var searching = new BrowseSearch(model, settings.Folders, search, settings.Filter, Post))
        using (var screen = Open())
        {
            var warming = searching.WarmUp();
            screen.Enter();
            var graphics = await ScreenGraphics.AskAsync(
                screen, settings.Preview, terminal.HasColorOnScreen,
                happened => Post(new BrowseEvent.Input(happened))).ConfigureAwait(false);
            var update = new BrowseUpdate(settings.Folders, model, Post, stop.Token);
            update.Start();
            using var session = new BrowseSession(
                screen, graphics, terminal.HasColorOnScreen || graphics.Protocol == PreviewProtocol.Blocks, settings,
                events, searching.Start,
                update.Start);
            try
            {
                marked = await session.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                screen.Dispose();
                await stop.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(update.Completion, warming).ConfigureAwait(false);
            }
        }
        foreach (var file in marked)
            terminal.PathLine(DisplayPath.Of(file), file);
        return ExitCode.Found;

        void Post(BrowseEvent happened) => events.Writer.TryWrite(happened);
    }

    private static TerminalScreen Open()
    {
        if (Terminal.IsDumb)
        {
            throw new ClipException(
                "browse", "needs a terminal whose cursor can be moved, and TERM=dumb says that this one is none",
                "start it in another one, or use search, whose results are lines");
        }
        try
        {
            return TerminalScreen.Open();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClipException(
                "browse", "needs a terminal", "start it in one, or use search, whose results are lines", error);
        }
    }
}
