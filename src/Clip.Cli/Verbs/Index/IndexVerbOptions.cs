using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Postgres.Archives;

namespace Clip.Cli.Verbs.Index;

/// <summary>The options of <c>index</c>.</summary>
internal sealed class IndexVerbOptions
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Folders to index, or with --store tar archives of pictures or s3://BUCKET/PREFIX; with --in, "
            + "files and folders inside it",
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
            + "what was kept of removed ones in case they come back, and an unfinished rebuild",
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

    public void AddTo(Command command)
    {
        _wait.RequireSeconds();
        _poll.RequireAtLeast(1);
        _list.RequireValue();
        command.Arguments.Add(_paths);
        _index.AddIndexingTo(command);
        _bucket.AddTo(command);
        Option[] options =
        [
            _captions, _watch, _poll, _prune, _verifyContent, _rebuild, _repair, _compact, _wait, _plan, _list,
            _strict,
        ];
        foreach (var option in options)
            command.Options.Add(option);
        command.Validators.Add(result =>
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

    /// <exception cref="ClipException">The options contradict each other, or name what does not exist.</exception>
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
            // The process keeps it until it ends.
            var bucket = BucketOptions.Open(address, _bucket.EndpointOf(parsed))!;
            var target = IndexTarget.Of(address, paths, _index.StoreOf(parsed), bucket);
            return Resolve([target], [], parsed);
        }
        List<string> archives = [.. paths.Where(static path =>
            (ArchiveName.Is(path) || ArchiveName.IsCompressed(path)) && File.Exists(path))];
        if (archives.Count > 0 && parsed.GetValue(_captions) is { Length: > 0 })
            throw new ClipException("--captions", "does not go with an archive");
        List<string> notPictures =
        [
            .. paths.Except(archives).Where(static path =>
                File.Exists(path) && !PictureRecognition.MayBePicture(path)),
        ];
        string[] others = [.. paths.Except(archives).Except(notPictures)];
        // Without any other argument, there is nothing to do, and not a whole folder.
        var targets = others.Length == 0 && paths.Length > 0 ? [] : Targets(others, parsed);
        return Resolve([.. targets, .. IndexTarget.OfArchives(archives, _index, parsed)], notPictures, parsed);
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
}
