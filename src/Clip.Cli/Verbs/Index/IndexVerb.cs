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
    private readonly IndexVerbOptions _options = new();

    public IndexVerb() => _options.AddTo(Command);

    public VerbCommand Command { get; } = new(
        "index", "Bring the index of a folder up to date",
        "clipsearch index ~/Pictures",
        "clipsearch index ~/Pictures --captions captions.csv --exclude thumbnails --exclude '*.gif'",
        "clipsearch index --in ~/Pictures ~/Pictures/2024",
        "clipsearch index /media/card --index-dir ~/card-index",
        "clipsearch index ~/Pictures --watch --json",
        "clipsearch index ~/Pictures --list changed.txt",
        "clipsearch index shards/*.tar --store postgres://clip@db/pictures --plan",
        "clipsearch index ~/Pictures --compact",
        "clipsearch index ~/Pictures --rebuild --model ~/models/siglip2");

    public IndexVerbSettings Resolve(ParseResult parsed) => _options.Resolve(parsed);

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
            IndexPrinter.WriteNotes(terminal, target.Location, report);
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
