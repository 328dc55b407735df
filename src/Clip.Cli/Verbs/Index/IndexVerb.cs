using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Index;

/// <summary><c>index</c>: brings indexes up to date.</summary>
internal sealed class IndexVerb : IVerb<IndexVerbSettings>
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Folders to index, or with --store s3://BUCKET/PREFIX; with --in, files and folders inside it",
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

    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "With --store: only plan the work, which workers do (clipsearch worker)",
    };

    private readonly Option<string?> _list = new("--list")
    {
        Description = "Take in only the files and folders that this list names, a path a line (- for standard input)",
        HelpName = "FILE",
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "End with 2 if any file could not be read",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Then stay, and store what is added, changed, moved or deleted within two seconds, until Ctrl-C",
    };

    private readonly Option<int?> _poll = new("--poll")
    {
        Description = "With --watch: look through the whole folder every N seconds too, for drives whose changes are "
            + "not reported; network drives are recognized",
        HelpName = "N",
    };

    private readonly IndexOptions _index = new();
    private readonly BucketOptions _bucket = new();

    public IndexVerb()
    {
        _wait.RequireSeconds();
        _poll.RequireAtLeast(1);
        _list.RequireValue();
        Command.Arguments.Add(_paths);
        _index.AddIndexingTo(Command);
        _bucket.AddTo(Command);
        Option[] options =
        [
            _captions, _watch, _poll, _prune, _verifyContent, _rebuild, _repair, _compact, _wait, _plan, _list,
            _strict,
        ];
        foreach (var option in options)
            Command.Options.Add(option);
        Command.Validators.Add(result =>
        {
            if (_index.HasStore(result))
            {
                foreach (var option in (Option[])[_watch, _verifyContent, _rebuild, _repair, _compact, _wait])
                {
                    if (result.GetResult(option) is { Implicit: false })
                        result.AddError($"{option.Name}: does not go with --store");
                }
            }
        });
    }

    public VerbCommand Command { get; } = new(
        "index", "Bring the index of a folder up to date",
        "clipsearch index ~/Pictures",
        "clipsearch index ~/Pictures --captions captions.csv --exclude thumbnails --exclude '*.gif'",
        "clipsearch index --in ~/Pictures ~/Pictures/2024",
        "clipsearch index /media/card --index-dir ~/card-index",
        "clipsearch index ~/Pictures --watch --json",
        "clipsearch index ~/Pictures --list changed.txt",
        "clipsearch index ~/Pictures --compact",
        "clipsearch index ~/Pictures --rebuild --model ~/models/siglip2");

    public IndexVerbSettings Resolve(ParseResult parsed)
    {
        // Decided here, as the configuration file may set --watch and --store too.
        if (parsed.GetResult(_poll) is { Implicit: false } && !parsed.GetValue(_watch))
            throw new ClipException("--poll", "goes with --watch");
        if (parsed.GetValue(_plan) && _index.StoreOf(parsed) is null)
            throw new ClipException("--plan", "needs --store, the database whose workers do the work");
        var paths = parsed.GetValue(_paths) ?? [];
        if (parsed.GetValue(_list) is { } list)
            return ResolveList(list, paths, parsed);
        if (Array.Find(paths, PictureBucket.IsAddress) is { } address)
        {
            if (parsed.GetValue(_captions) is { Length: > 0 })
                throw new ClipException("--captions", "does not go with an object store");
            var target = IndexTarget.Of(address, paths, _index.StoreOf(parsed), _bucket.Find(address, parsed)!);
            return Resolve([target], [], parsed);
        }
        List<string> notPictures =
            [.. paths.Where(static path => File.Exists(path) && !PictureRecognition.MayBePicture(path))];
        // Without any other argument, there is nothing to do, and not a whole folder.
        var targets = notPictures.Count > 0 && notPictures.Count == paths.Length
            ? []
            : Targets([.. paths.Except(notPictures)], parsed);
        return Resolve(targets, notPictures, parsed);
    }

    /// <summary>A run that takes in what a list names, of one folder.</summary>
    private IndexVerbSettings ResolveList(string list, string[] paths, ParseResult parsed)
    {
        if (paths.Length > 1 || (paths.Length == 1 && !Directory.Exists(paths[0])))
            throw new ClipException("--list", "goes with one folder", "name the folder that the files are in");
        if (parsed.GetValue(_rebuild) || parsed.GetResult(_watch) is { Implicit: false })
            throw new ClipException("--list", "does not go with --rebuild or --watch");
        var place = paths.Length == 1 ? _index.PlaceOf(paths[0], parsed) : _index.PlaceOf(parsed);
        // What the configuration file says of watching is for runs over folders.
        return Resolve([new IndexTarget(place.Location, PathList.Read(list))], [], parsed) with { Watch = false };
    }

    private IndexVerbSettings Resolve(
        IReadOnlyList<IndexTarget> targets, IReadOnlyList<string> notPictures, ParseResult parsed) => new(
        ModelOptions.Resolve(parsed, takesCaptions: true), targets, notPictures, Indexing(parsed),
        parsed.GetValue(_wait), parsed.GetValue(_rebuild), parsed.GetValue(_strict))
        {
            Watch = parsed.GetValue(_watch),
            Poll = parsed.GetValue(_poll) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            OnlyPlan = parsed.GetValue(_plan),
        };

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
        // A drive with a library may be away for a while, but a path that never was there is a mistake.
        if (parsed.GetValue(_watch) && _index.LibrariesOf(parsed).Count == 0
            && targets.FirstOrDefault(static target => !Directory.Exists(target.Location.Root)) is { } missing)
        {
            throw FolderException.Missing(missing.Location.Root);
        }
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
        if (settings.Watch && !settings.Rebuild)
        {
            await WatchAsync(settings, models, terminal, cancellationToken).ConfigureAwait(false);
            return ExitCode.Found;
        }
        var (failed, found, isHinted) = (false, false, terminal.IsJson);
        foreach (var target in settings.Targets)
        {
            var isNew = settings.Rebuild || !PictureIndex.Exists(target.Location);
            var model = models.For(target.Location);
            if (settings.OnlyPlan)
            {
                found |= await PlanAsync(target, settings, model, terminal, cancellationToken)
                    .ConfigureAwait(false) > 0;
                continue;
            }
            var report = await UpdateAsync(target, settings, model, terminal, cancellationToken).ConfigureAwait(false);
            IndexPrinter.WriteFailures(terminal, target.Location, report);
            IndexPrinter.Write(terminal, target.Location, report);
            terminal.Flush();
            isHinted = isHinted || (isNew && EmbeddedModelHint.Write(terminal, settings.Model, model));
            failed |= report.Failed > 0;
            found |= report.Seen > 0 || report.Removed > 0 || report.Compacted > 0;
            if (report.Seen == 0 && report.Removed == 0)
                terminal.Warn(ErrorText.Of(FolderException.NoPictures(DisplayPath.Of(target.Location.Root))));
        }
        if (settings.Watch)
            await WatchAsync(settings, models, terminal, cancellationToken).ConfigureAwait(false);
        foreach (var model in models.Loaded)
            DeviceNotes.Write(terminal, model);
        failed |= settings.NotPictures.Count > 0;
        return failed && settings.IsStrict ? ExitCode.Error : found ? ExitCode.Found : ExitCode.Nothing;
    }

    private static Task WatchAsync(
        IndexVerbSettings settings, IndexModels models, Terminal terminal, CancellationToken cancellationToken) =>
        new IndexWatch(terminal, models, settings.Poll).RunAsync(
            [.. settings.Targets.Select(target => (target.Location, IndexingOf(target, settings, terminal)))],
            settings.Rebuild, cancellationToken);

    private static IndexerOptions IndexingOf(IndexTarget target, IndexVerbSettings settings, Terminal terminal)
    {
        foreach (var folder in target.Enclosed)
            terminal.Warn(Notices.IndexAbove(target.Location, folder));
        var indexing = new IndexPlace(target.Location, "").Limit(settings.Indexing);
        indexing.Paths = target.Paths;
        indexing.Neighbors =
            [.. settings.Targets.Select(static other => other.Location).Where(other => other != target.Location)];
        return indexing;
    }

    private static async Task<long> PlanAsync(
        IndexTarget target, IndexVerbSettings settings, ClipModel model, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var indexing = settings.Indexing.Clone();
        indexing.Paths = target.Paths;
        var planned = await target.PlanAsync(
            model, indexing, error => terminal.Error(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);
        IndexPrinter.WritePlan(terminal, target.Location, planned);
        return planned;
    }

    private static async Task<IndexReport> UpdateAsync(
        IndexTarget target, IndexVerbSettings settings, ClipModel model, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var location = target.Location;
        terminal.Detail($"indexing {location.Root} into {location.Directory} with {model.Name} ({model.Fingerprint})");
        var indexing = IndexingOf(target, settings, terminal);
        indexing.Wait = new WriterWait(settings.Wait, writer => terminal.Warn(Notices.Waiting(location, writer)));
        var progress = new IndexProgressLine(terminal);
        try
        {
            return await (settings.Rebuild && location.Store is null
                ? new IndexRebuild(model, location, indexing).RunAsync(progress, Report, cancellationToken)
                : target.UpdateAsync(model, indexing, progress, Report, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            terminal.Status.Clear();
        }

        void Report(ClipException error) => terminal.Error(ErrorText.Of(error));
    }
}
