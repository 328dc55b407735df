using System.CommandLine;
using Clip.Catalog;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Searching;

namespace Clip.Cli.Verbs.Similar;

/// <summary>What <c>similar</c> is asked to do.</summary>
internal sealed record SimilarSettings(
    ModelSettings Model, IndexSettings Index, string[] Pictures, PictureFilter? Filter, ResultSettings Results);

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

    public SimilarVerb()
    {
        Command.Arguments.Add(_pictures);
        _index.AddSearchTo(Command);
        _filter.AddTo(Command);
        _results.AddWithPathsTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "similar", "Find the pictures nearest to pictures, and copies of them",
        "clipsearch similar photo.jpg --in ~/Pictures --top 5",
        "clipsearch similar download.jpg --in ~/Pictures --min-score 0.99",
        "clipsearch similar beach1.jpg beach2.jpg beach3.jpg --paths",
        "clipsearch similar photo.jpg --after 2024-05-03T14:30 --glob 'trips/**'");

    public SimilarSettings Resolve(ParseResult parsed) => new(
        ModelOptions.Resolve(parsed, once: true), _index.Resolve(parsed), parsed.GetRequiredValue(_pictures),
        _filter.Resolve(parsed), _results.Resolve(parsed));

    public async Task<int> RunAsync(SimilarSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var (location, results) = (settings.Index.Location, settings.Results);
        var request = new SimilarRequest([.. settings.Pictures.Select(PictureInput.SourceOf)])
        {
            TopK = results.TopK,
            Score = results.Score,
            MinScore = results.MinScore,
            Filter = settings.Index.Within(settings.Filter),
            Update = settings.Index.Update,
            FoldCopies = results.FoldCopies,
            WithFiles = terminal.IsJson || results.Order is not null,
        };
        using var model = IndexModels.Load(location, settings.Model);
        using var search = new PictureSearch(model, location);
        using var reporter = new SearchReporter(terminal, location, settings.Index.Folder);
        var answer = await search.SimilarAsync(request, reporter.Observer, cancellationToken).ConfigureAwait(false);
        new PicturePrinter(terminal, search.Locations, results, settings.Filter).Write(answer);
        return answer.Pictures.Count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }
}
