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
    ModelSettings Model, IndexSettings Index, string Picture, PictureFilter? Filter, ResultSettings Results);

/// <summary><c>similar</c>: the pictures nearest to a picture, without itself.</summary>
internal sealed class SimilarVerb : IVerb<SimilarSettings>
{
    private readonly Argument<string> _picture = new("PICTURE")
    {
        Description = "A path, - for standard input, or a URL",
    };

    private readonly IndexOptions _index = new();
    private readonly FilterOptions _filter = new();
    private readonly ResultOptions _results = new();

    public SimilarVerb()
    {
        Command.Arguments.Add(_picture);
        _index.AddSearchTo(Command);
        _filter.AddTo(Command);
        _results.AddWithPathsTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "similar", "Find the pictures nearest to a picture, without itself",
        "clipsearch similar photo.jpg --in ~/Pictures --top 5",
        "clipsearch similar photo.jpg --min-score 0.9 --paths",
        "clipsearch similar photo.jpg --after 2024-05-03T14:30 --glob 'trips/**'");

    public SimilarSettings Resolve(ParseResult parsed) => new(
        ModelOptions.Resolve(parsed, once: true), _index.Resolve(parsed), parsed.GetRequiredValue(_picture),
        _filter.Resolve(parsed), _results.Resolve(parsed));

    public async Task<int> RunAsync(SimilarSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var (location, results) = (settings.Index.Location, settings.Results);
        var request = new SimilarRequest(PictureInput.SourceOf(settings.Picture))
        {
            TopK = results.TopK,
            Score = results.Score,
            MinScore = results.MinScore,
            Filter = settings.Index.Within(settings.Filter),
            Update = settings.Index.Update,
            WithFiles = terminal.IsJson,
        };
        using var model = IndexModels.Load(location, settings.Model);
        using var search = new PictureSearch(model, location);
        using var reporter = new SearchReporter(terminal, location, settings.Index.Folder);
        var answer = await search.SimilarAsync(request, reporter.Observer, cancellationToken).ConfigureAwait(false);
        PicturePrinter.Write(terminal, answer, location, results.Form, isFiltered: settings.Filter is not null);
        return answer.Pictures.Count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }
}
