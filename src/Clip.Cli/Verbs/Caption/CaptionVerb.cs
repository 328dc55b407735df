using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;
using Clip.Searching;

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
        using var model = settings.CaptionFile is null
            ? IndexModels.Load(settings.Index.Location, settings.Model)
            : ModelInput.Load(settings.Model);
        var choosing = settings.CaptionFile is { } file
            ? ChooseFromFileAsync(file, settings, model, printer, terminal, cancellationToken)
            : ChooseFromIndexAsync(settings, model, printer, terminal, cancellationToken);
        var isComplete = await choosing.ConfigureAwait(false);
        return !isComplete ? ExitCode.Error : printer.Count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    private static async Task<bool> ChooseFromFileAsync(
        string file, CaptionSettings settings, ClipModel model, CaptionPrinter printer, Terminal terminal,
        CancellationToken cancellationToken)
    {
        using var choices = CaptionChoices.Load(
            model, file, error => terminal.Error(ErrorText.Of(error)), cancellationToken);
        return await ForEachAsync(settings, terminal, async (picture, request) =>
        {
            var answer = await choices.ChooseAsync(request, cancellationToken).ConfigureAwait(false);
            printer.Write(picture, answer, static path => path);
        }).ConfigureAwait(false);
    }

    private static async Task<bool> ChooseFromIndexAsync(
        CaptionSettings settings, ClipModel model, CaptionPrinter printer, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var location = settings.Index.Location;
        using var search = new PictureSearch(model, [settings.Index.Searched]);
        using var reporter = new SearchReporter(terminal, location, settings.Index.Folder);
        if (settings.Index.Update is { } update)
            await search.UpdateAsync(update, reporter.Observer, cancellationToken).ConfigureAwait(false);
        return await ForEachAsync(settings, terminal, async (picture, request) =>
        {
            var answer = await search.CaptionAsync(request, reporter.Observer, cancellationToken).ConfigureAwait(false);
            printer.Write(picture, answer, path => DisplayPath.Of(location.Full(path)));
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Answers each picture. One that cannot be read is a line on standard error, and the rest goes on.
    /// </summary>
    /// <returns>Whether all could be read.</returns>
    private static async Task<bool> ForEachAsync(
        CaptionSettings settings, Terminal terminal, Func<string, CaptionRequest, Task> answer)
    {
        var isComplete = true;
        foreach (var picture in settings.Pictures)
        {
            try
            {
                await answer(picture, Request(picture, settings.Results)).ConfigureAwait(false);
            }
            catch (PictureException error)
            {
                isComplete = false;
                terminal.Error(ErrorText.Of(error));
            }
        }
        return isComplete;
    }

    private static CaptionRequest Request(string picture, ResultSettings results) =>
        new(PictureInput.SourceOf(picture))
        {
            TopK = results.TopK,
            Score = results.Score,
            MinScore = results.MinScore,
        };
}
