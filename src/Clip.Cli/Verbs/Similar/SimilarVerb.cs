using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Similar;

/// <summary>What <c>similar</c> is asked to do.</summary>
internal sealed record SimilarSettings(
    ModelSettings Model, IReadOnlyList<IndexSettings> Folders, string[] Pictures, PictureFilter? Filter,
    ResultSettings Results, RefineSettings Refine);

/// <summary><c>similar</c>: the pictures nearest to pictures, without their very files.</summary>
internal sealed class SimilarVerb : IVerb<SimilarSettings>
{
    private readonly Argument<string[]> _pictures = new("PICTURE")
    {
        Description = "Paths, - for standard input, or URLs; of several, what is nearest to their mean is found",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly IndexOptions _index = new();
    private readonly FilterOptions _filter = new();
    private readonly ResultOptions _results = new();
    private readonly RefineOptions _refine = new();

    public SimilarVerb()
    {
        Command.Arguments.Add(_pictures);
        _index.AddSearchOfSeveralTo(Command);
        _filter.AddTo(Command);
        _results.AddWithPathsTo(Command);
        _refine.AddTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "similar", "Find the pictures nearest to pictures, and copies of them",
        "clipsearch similar photo.jpg --in ~/Pictures --top 5",
        "clipsearch similar download.jpg --in ~/Pictures --min-score 0.99",
        "clipsearch similar beach1.jpg beach2.jpg beach3.jpg --paths",
        "clipsearch similar photo.jpg --after 2024-05-03T14:30 --glob 'trips/**'");

    public SimilarSettings Resolve(ParseResult parsed)
    {
        var results = _results.Resolve(parsed);
        return new SimilarSettings(
            ModelOptions.Resolve(parsed, once: true), _index.ResolveAll(parsed), parsed.GetRequiredValue(_pictures),
            _filter.Resolve(parsed), results, _refine.Resolve(parsed, results));
    }

    public async Task<int> RunAsync(SimilarSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var results = settings.Results;
        using var folders = await FolderSearch.OpenAsync(
            settings.Folders, settings.Model, terminal, cancellationToken).ConfigureAwait(false);
        var request = new SimilarRequest([.. settings.Pictures.Select(PictureInput.SourceOf)])
        {
            TopK = results.TopK,
            Score = results.Score,
            MinScore = results.MinScore,
            Filter = IndexSettings.Within(settings.Folders, settings.Filter),
            Update = folders.Update,
            FoldCopies = results.FoldCopies,
            WithFiles = terminal.IsJson || results.NeedsFiles,
            Cutoff = settings.Refine.Cutoff,
            Diversity = settings.Refine.Diversity,
            Axis = settings.Refine.Axis,
        };
        var answer = await folders.Search.SimilarAsync(request, folders.Observer, cancellationToken)
            .ConfigureAwait(false);
        var printer = new PicturePrinter(terminal, settings.Folders, results, settings.Filter)
        {
            Title = string.Join(' ', settings.Pictures),
        };
        printer.Write(answer, cancellationToken: cancellationToken);
        var isFound = await printer.FinishAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Of(isFound, printer.HasFailed);
    }
}
