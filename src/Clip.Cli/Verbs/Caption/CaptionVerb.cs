using System.CommandLine;
using Clip.Catalog;
using Clip.Cli.Indexes;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;
using Clip.Models;

namespace Clip.Cli.Verbs.Caption;

/// <summary>What <c>caption</c> is asked to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Index">The index whose captions to choose from, unless there is a file.</param>
/// <param name="Pictures">The pictures.</param>
/// <param name="CaptionFile">The file whose captions to choose from, or null.</param>
/// <param name="Results">Which captions to show.</param>
internal sealed record CaptionSettings(
    ModelSettings Model, IndexSettings Index, string[] Pictures, string? CaptionFile, ResultSettings Results);

/// <summary><c>caption</c>: the captions nearest to a picture.</summary>
internal sealed class CaptionVerb : IVerb<CaptionSettings>
{
    private readonly Argument<string[]> _pictures = new("PICTURE")
    {
        Description = "Paths, - for standard input, or URLs",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _captions = new("--captions")
    {
        Description = "Choose among the captions of this file: txt, CSV, JSON Lines, COCO JSON, Flickr token file",
        HelpName = "FILE",
    };

    private readonly IndexOptions _index = new();
    private readonly ResultOptions _results = new();

    public CaptionVerb()
    {
        Command.Arguments.Add(_pictures);
        _captions.RequireValue();
        Command.Options.Add(_captions);
        _index.AddSearchTo(Command);
        _results.AddTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "caption", "Find the captions nearest to a picture",
        "clipsearch caption photo.jpg --in ~/Pictures",
        "clipsearch caption *.jpg --captions labels.txt --top 1 --json",
        "curl -s https://example.com/cat.jpg | clipsearch caption - --captions labels.txt");

    public CaptionSettings Resolve(ParseResult parsed) => new(
        ModelOptions.Resolve(parsed, once: true, takesCaptions: true), _index.Resolve(parsed),
        parsed.GetRequiredValue(_pictures), parsed.GetValue(_captions), _results.Resolve(parsed));

    public async Task<int> RunAsync(CaptionSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var printer = new CaptionPrinter(terminal, hasSeveralPictures: settings.Pictures.Length > 1);
        using var model = ModelInput.Load(settings.Model);
        var isComplete = settings.CaptionFile is { } file
            ? await ChooseFromFileAsync(file, settings, model, terminal, printer, cancellationToken).ConfigureAwait(false)
            : await ChooseFromIndexAsync(settings, model, terminal, printer, cancellationToken).ConfigureAwait(false);
        return !isComplete ? ExitCode.Error : printer.Count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    private static async Task<bool> ChooseFromFileAsync(
        string file, CaptionSettings settings, ClipModel model, Terminal terminal, CaptionPrinter printer,
        CancellationToken cancellationToken)
    {
        using var choices = CaptionChoices.Load(file, model, terminal, cancellationToken);
        return await ForEachAsync(settings.Pictures, terminal, async picture =>
        {
            var vector = await PictureInput.EncodeAsync(model, picture, cancellationToken).ConfigureAwait(false);
            printer.Write(
                picture,
                choices.Nearest(vector, settings.Results.TopK, cancellationToken),
                ShownScores.Of(
                    settings.Results, () => choices.Measure(vector, model.LogitScale, cancellationToken)));
        }).ConfigureAwait(false);
    }

    private static async Task<bool> ChooseFromIndexAsync(
        CaptionSettings settings, ClipModel model, Terminal terminal, CaptionPrinter printer,
        CancellationToken cancellationToken)
    {
        var location = settings.Index.Location;
        await IndexUpdate.BeforeSearchAsync(model, settings.Index, terminal, cancellationToken).ConfigureAwait(false);
        using var index = IndexUpdate.OpenRead(location, model);
        if (index.CaptionCount == 0)
        {
            throw new ClipException(
                DisplayPath.Of(location.Root), "its index holds no captions", "give some with --captions FILE");
        }
        var isComplete = await ForEachAsync(settings.Pictures, terminal, async picture =>
        {
            var known = await IndexedPicture.FindAsync(index, location, model, picture, cancellationToken)
                .ConfigureAwait(false);
            var hits = index.SearchCaptions(known.Vector, settings.Results.TopK, cancellationToken: cancellationToken);
            printer.Write(
                picture,
                hits.Select(hit => WithShownPath(hit, location)),
                ShownScores.Of(settings.Results, () => index.MeasureCaptions(
                    known.Vector, model.LogitScale, cancellationToken: cancellationToken)));
        }).ConfigureAwait(false);
        IndexNotices.WarnAboutDamage(index, location, terminal);
        return isComplete;
    }

    private static CaptionHit WithShownPath(CaptionHit hit, IndexLocation location) =>
        hit with { Path = hit.Path is null ? null : DisplayPath.Of(location.Full(hit.Path)) };

    /// <summary>Answers each picture. One that cannot be read is a line on standard error, and the rest goes on.</summary>
    /// <returns>Whether all could be read.</returns>
    private static async Task<bool> ForEachAsync(string[] pictures, Terminal terminal, Func<string, Task> answer)
    {
        var isComplete = true;
        foreach (var picture in pictures)
        {
            try
            {
                await answer(picture).ConfigureAwait(false);
            }
            catch (PictureException error)
            {
                isComplete = false;
                terminal.Error(ErrorText.Of(error));
            }
        }
        return isComplete;
    }
}
