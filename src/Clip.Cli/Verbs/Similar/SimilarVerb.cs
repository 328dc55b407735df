using System.CommandLine;
using Clip.Catalog;
using Clip.Cli.Indexes;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

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
        var location = settings.Index.Location;
        using var model = ModelInput.Load(settings.Model);
        await IndexUpdate.BeforeSearchAsync(model, settings.Index, terminal, cancellationToken).ConfigureAwait(false);

        using var index = IndexUpdate.OpenRead(location, model);
        var picture = await IndexedPicture.FindAsync(index, location, model, settings.Picture, cancellationToken)
            .ConfigureAwait(false);
        var filter = settings.Filter;
        var hits = Others(index, picture, settings.Results.TopK, filter, cancellationToken);
        IndexNotices.WarnAboutDamage(index, location, terminal);
        var scores = ShownScores.Of(settings.Results, () => index.MeasurePictures(
            picture.Vector, model.LogitScale, picture.Entry, filter, cancellationToken));
        var count = new PicturePrinter(terminal, settings.Results, index).Write(hits, scores, filter is not null);
        return count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    /// <summary>
    /// The nearest pictures without the one asked about. Copies of a file in the index stay, since many users look for
    /// them. For a file from elsewhere, the same content in the index is the picture itself.
    /// </summary>
    private static IReadOnlyList<PictureHit> Others(
        PictureIndex index, IndexedPicture picture, int topK, PictureFilter? filter, CancellationToken cancellationToken)
    {
        if (picture.Path is null)
        {
            return index.SearchPictures(
                picture.Vector, topK, picture.Entry, filter: filter, cancellationToken: cancellationToken);
        }
        var withItself = topK == int.MaxValue ? topK : topK + 1;
        var hits = index.SearchPictures(
            picture.Vector, withItself, filter: filter, cancellationToken: cancellationToken);
        return
        [
            .. hits.Where(hit => hit.Path != picture.Path).Take(topK).Select(static (hit, i) => hit with { Rank = i + 1 }),
        ];
    }
}
