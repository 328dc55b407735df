using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Index;

/// <summary>What <c>index</c> is asked to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Targets">The indexes to bring up to date.</param>
/// <param name="NotPictures">The files among the arguments that are no pictures, and are left out.</param>
/// <param name="Indexing">What to take in.</param>
/// <param name="Wait">The longest time to wait for another writer of an index.</param>
/// <param name="Rebuild">Whether to encode everything again into a new index.</param>
/// <param name="IsStrict">Whether a file that cannot be read is an error of the whole run.</param>
internal sealed record IndexVerbSettings(
    ModelSettings Model, IReadOnlyList<IndexTarget> Targets, IReadOnlyList<string> NotPictures, IndexerOptions Indexing,
    TimeSpan Wait, bool Rebuild, bool IsStrict);

/// <summary><c>index</c>: brings indexes up to date.</summary>
internal sealed class IndexVerb : IVerb<IndexVerbSettings>
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Folders to index; with --in, files and folders inside it",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _captions = new("--captions")
    {
        Description = "Attach the captions of this file (repeatable)",
        HelpName = "FILE",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<bool> _prune = new("--prune")
    {
        Description = "Also drop pictures that are missing because their drive seems to be away, "
            + "and what was kept of removed ones in case they come back",
    };

    private readonly Option<bool> _verifyContent = new("--verify-content")
    {
        Description = "Read every file again, and re-encode those whose content changed "
            + "though their name, size and times did not",
    };

    private readonly Option<bool> _repair = new("--repair")
    {
        Description = "First check every stored vector, and rebuild damaged ones",
    };

    private readonly Option<bool> _rebuild = new("--rebuild")
    {
        Description = "Encode everything again, also for another --model or --decode, into a new index that replaces "
            + "the old one when it is complete; given captions are kept",
    };

    private readonly Option<bool> _compact = new("--compact")
    {
        Description = "Free the space of pictures that are gone, however little; "
            + "happens by itself where it is a quarter of a large index",
    };

    private readonly Option<TimeSpan> _wait = new("--wait")
    {
        Description = "Where another program writes the index, wait this long for it to finish; "
            + "forever for as long as it takes",
        HelpName = "SECONDS",
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "End with 2 if any file could not be read",
    };

    private readonly IndexOptions _index = new();

    public IndexVerb()
    {
        _wait.RequireSeconds();
        Command.Arguments.Add(_paths);
        _index.AddIndexingTo(Command);
        Option[] options = [_captions, _prune, _verifyContent, _rebuild, _repair, _compact, _wait, _strict];
        foreach (var option in options)
            Command.Options.Add(option);
    }

    public VerbCommand Command { get; } = new(
        "index", "Bring the index of a folder up to date",
        "clipsearch index ~/Pictures",
        "clipsearch index ~/Pictures --captions captions.csv --exclude thumbnails --exclude '*.gif'",
        "clipsearch index --in ~/Pictures ~/Pictures/2024",
        "clipsearch index /media/card --index-dir ~/card-index",
        "clipsearch index ~/Pictures --compact",
        "clipsearch index ~/Pictures --rebuild --model ~/models/siglip2");

    public IndexVerbSettings Resolve(ParseResult parsed)
    {
        var paths = parsed.GetValue(_paths) ?? [];
        List<string> notPictures =
            [.. paths.Where(static path => File.Exists(path) && !PictureRecognition.MayBePicture(path))];
        // Without any other argument, there is nothing to do, and not a whole folder.
        var targets = notPictures.Count > 0 && notPictures.Count == paths.Length
            ? []
            : Targets([.. paths.Except(notPictures)], parsed);
        return new IndexVerbSettings(
            ModelOptions.Resolve(parsed, takesCaptions: true), targets, notPictures,
            Indexing(parsed),
            parsed.GetValue(_wait), parsed.GetValue(_rebuild), parsed.GetValue(_strict));
    }

    private IndexerOptions Indexing(ParseResult parsed)
    {
        var options = _index.IndexingOf(parsed);
        options.CaptionFiles = parsed.GetValue(_captions) ?? [];
        options.Prune = parsed.GetValue(_prune);
        options.VerifyContent = parsed.GetValue(_verifyContent);
        options.Repair = parsed.GetValue(_repair);
        options.RepeatErrors = false;
        options.Compact = parsed.GetValue(_compact) ? CompactionChoice.Always : CompactionChoice.Automatic;
        return options;
    }

    private IReadOnlyList<IndexTarget> Targets(string[] paths, ParseResult parsed)
    {
        var targets = IndexTarget.Of(paths, _index, parsed);
        return parsed.GetValue(_rebuild) && targets.Any(static target => target.Paths.Count > 0)
            ? throw new ClipException(
                "--rebuild", "takes a whole folder, not a part of one", "name the folder alone, without --in")
            : targets;
    }

    public async Task<int> RunAsync(IndexVerbSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        foreach (var file in settings.NotPictures)
        {
            terminal.Error(
                $"{DisplayPath.Of(file)}: is not a picture; name pictures or folders; captions go with --captions");
        }
        if (settings.Targets.Count == 0)
            return ExitCode.Error;
        using var models = new IndexModels(settings.Model);
        var (failed, found, isHinted) = (false, false, false);
        foreach (var target in settings.Targets)
        {
            var isNew = settings.Rebuild || !PictureIndex.Exists(target.Location);
            var model = models.For(target.Location);
            var report = await UpdateAsync(target, settings, model, terminal, cancellationToken).ConfigureAwait(false);
            IndexPrinter.WriteFailures(terminal, target.Location, report);
            IndexPrinter.Write(terminal, target.Location, report);
            terminal.Flush();
            if (isNew && !isHinted && !terminal.IsJson)
                EmbeddedModelHint.Write(terminal, settings.Model, model);
            isHinted |= isNew;
            failed |= report.Failed > 0;
            found |= report.Seen > 0 || report.Removed > 0 || report.Compacted > 0;
            if (report.Seen == 0 && report.Removed == 0)
                terminal.Warn(ErrorText.Of(FolderException.NoPictures(DisplayPath.Of(target.Location.Root))));
        }
        foreach (var model in models.Loaded)
            DeviceNotes.Write(terminal, model);
        failed |= settings.NotPictures.Count > 0;
        return failed && settings.IsStrict ? ExitCode.Error : found ? ExitCode.Found : ExitCode.Nothing;
    }

    private static async Task<IndexReport> UpdateAsync(
        IndexTarget target, IndexVerbSettings settings, ClipModel model, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var (location, paths) = target;
        foreach (var folder in target.Enclosed)
            terminal.Warn(Notices.IndexAbove(location, folder));
        terminal.Detail($"indexing {location.Root} into {location.Directory} with {model.Name} ({model.Fingerprint})");
        var wait = new WriterWait(settings.Wait, writer => terminal.Warn(
            $"{DisplayPath.Of(location.Directory)}: is being written by {writer}; waiting for it to finish"));
        var indexing = new IndexPlace(location, "").Limit(settings.Indexing);
        indexing.Paths = paths;
        indexing.Wait = wait;
        var progress = new IndexProgressLine(terminal);
        try
        {
            return await (settings.Rebuild
                ? new IndexRebuild(model, location, indexing).RunAsync(progress, Report, cancellationToken)
                : new Indexer(model, location, indexing).RunAsync(progress, Report, cancellationToken))
                .ConfigureAwait(false);
        }
        finally
        {
            terminal.Status.Clear();
        }

        void Report(ClipException error) => terminal.Error(ErrorText.Of(error));
    }
}
