using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Map;

/// <summary>What <c>map</c> is asked to do.</summary>
/// <param name="Collection">What to read.</param>
/// <param name="Output">The page to write; null for none.</param>
/// <param name="Method">How to make the map.</param>
/// <param name="X">What x means, or null.</param>
/// <param name="Y">What y means, or null.</param>
/// <param name="HasThumbnails">Whether the page shows the pictures.</param>
internal sealed record MapSettings(
    CollectionSettings Collection, string? Output, MapMethod Method, MapAxis? X, MapAxis? Y, bool HasThumbnails);

/// <summary><c>map</c>: the embedding space as a page to look at.</summary>
internal sealed class MapVerb : IVerb<MapSettings>
{
    private readonly Argument<string?> _output = new("OUT.html")
    {
        Description = "The page to write: one file that needs nothing else. With --json it can be left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _method = new("--method")
    {
        Description = "tsne, where groups stand apart (default); umap, which is faster for many pictures; or pca, "
            + "the straight view",
        HelpName = "KIND",
        DefaultValueFactory = static _ => "tsne",
    };

    private readonly Option<string?> _x = new("--x")
    {
        Description = "From left to right, from one text to another, such as \"day..night\"; needs --y",
        HelpName = "A..B",
    };

    private readonly Option<string?> _y = new("--y")
    {
        Description = "The same from the bottom to the top",
        HelpName = "A..B",
    };

    private readonly Option<bool> _noThumbnails = new("--no-thumbnails")
    {
        Description = "Show points only, which makes the page much smaller",
    };

    private readonly CollectionOptions _collection = new();

    public MapVerb()
    {
        _method.RequireOneOf("pca", "tsne", "umap");
        Command.Arguments.Add(_output);
        Command.Options.Add(_method);
        Command.Options.Add(_x);
        Command.Options.Add(_y);
        Command.Options.Add(_noThumbnails);
        _collection.AddTo(Command);
        foreach (var option in (Option<string?>[])[_x, _y])
            option.Validators.Add(result => AxisText.Require(result, option.Name));
        Command.Validators.Add(result =>
        {
            if (result.GetResult(_x) is null != result.GetResult(_y) is null)
                result.AddError("--x: goes together with --y");
            if (result.GetResult(_x) is not null && result.GetResult(_method) is { Implicit: false })
                result.AddError("--method: does not go with --x and --y, which say what the map shows");
            if (result.GetResult(_output) is null && !OutputOptions.AsksForJson(result))
                result.AddError("OUT.html: is missing; name the page to write, or use --json");
        });
    }

    public VerbCommand Command { get; } = new(
        "map", "Show all pictures on a page by what they show",
        "clipsearch map pictures.html --in ~/Pictures",
        "clipsearch map pictures.html --method umap --after 2024",
        "clipsearch map pictures.html --x \"day..night\" --y \"city..nature\"",
        "clipsearch map --json | jq -r '[.path, .x, .y] | @tsv'");

    public MapSettings Resolve(ParseResult parsed) => new(
        _collection.Resolve(parsed), parsed.GetValue(_output), parsed.GetValue(_method) switch
        {
            "pca" => MapMethod.Pca,
            "umap" => MapMethod.Umap,
            _ => MapMethod.Tsne,
        },
        parsed.GetValue(_x) is { } x ? AxisText.Parse(x) : null,
        parsed.GetValue(_y) is { } y ? AxisText.Parse(y) : null, !parsed.GetValue(_noThumbnails));

    public async Task<int> RunAsync(MapSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var collection = settings.Collection;
        using var folders = await FolderSearch.OpenAsync(
            collection.Folders, collection.Model, terminal, cancellationToken).ConfigureAwait(false);
        var request = new MapRequest
        {
            Method = settings.Method,
            Axes = settings.X is { } x && settings.Y is { } y ? (x, y) : null,
            WithGroups = settings.Output is not null,
            Filter = collection.RequestFilter,
            Update = folders.Update,
        };
        var answer = await folders.Search.MapAsync(request, folders.Observer, cancellationToken).ConfigureAwait(false);
        if (answer.Files.Count == 0)
        {
            NothingFound.Warn(terminal, collection, answer, "nothing found");
            return ExitCode.Nothing;
        }
        if (settings.Output is { } output)
        {
            MapPage.Write(output, settings, answer, cancellationToken);
            var quality = answer.Trustworthiness is { } trust
                ? Texts.Say($", trustworthiness {trust:0.000}")
                : "";
            terminal.Warn(
                $"{DisplayPath.Of(output)}: {Counted.Of(answer.Files.Count, "picture")}{quality}");
        }
        if (terminal.IsJson)
            MapPrinter.Write(terminal, answer);
        return ExitCode.Found;
    }
}
