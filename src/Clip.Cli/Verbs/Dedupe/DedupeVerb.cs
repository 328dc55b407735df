using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Dedupe;

/// <summary>What <c>dedupe</c> is asked to do.</summary>
/// <param name="Collection">What to read.</param>
/// <param name="Threshold">The least score of changed copies.</param>
/// <param name="BurstGap">The longest time between pictures of a burst; null for none.</param>
/// <param name="Links">Whether exact copies are to become hard links.</param>
/// <param name="MoveTo">Where to move all but the best of each group; null to move nothing.</param>
/// <param name="Applies">Whether to do that, and not only show it.</param>
/// <param name="Undo">The file that says what was moved and is to be taken back, or null.</param>
internal sealed record DedupeSettings(
    CollectionSettings Collection, double Threshold, TimeSpan? BurstGap, bool Links, string? MoveTo, bool Applies,
    string? Undo);

/// <summary><c>dedupe</c>: groups copies and nearly equal pictures, and says which to keep.</summary>
internal sealed class DedupeVerb : IVerb<DedupeSettings>
{
    private static readonly double UsualThreshold = new DuplicateRequest().Threshold;

    private readonly Option<double?> _threshold = new("--threshold")
    {
        Description = FormattableString.Invariant(
            $"The least score of a changed copy, above 0 up to 1 (default {UsualThreshold}); ")
            + "exact copies are always found, at 1 hardly anything else",
        HelpName = "S",
    };

    private readonly Option<int?> _bursts = new("--bursts")
    {
        Description = "Group also what a camera took within SECONDS of each other and that shows nearly the same",
        HelpName = "SECONDS",
    };

    private readonly Option<bool> _link = new("--link")
    {
        Description = "Make exact copies hard links to the best one; shows what it would do until --yes is given",
    };

    private readonly Option<string?> _moveTo = new("--move-to")
    {
        Description = "Move all but the best of each group to DIR, with their sidecars, and write a file there that "
            + "--undo takes it back with; shows what it would do until --yes is given",
        HelpName = "DIR",
    };

    private readonly Option<bool> _yes = new("--yes", "--apply")
    {
        Description = "Do what --link or --move-to shows",
    };

    private readonly Option<string?> _undo = new("--undo")
    {
        Description = "Move back what was moved: the file that was written in DIR",
        HelpName = "FILE",
    };

    private readonly CollectionOptions _collection = new();

    public DedupeVerb()
    {
        _threshold.RequireBetween(0, 1, isLeastExcluded: true);
        _bursts.RequireAtLeast(1);
        _moveTo.RequireValue();
        _undo.RequireValue();
        foreach (var option in (Option[])[_threshold, _bursts, _link, _moveTo, _yes, _undo])
            Command.Options.Add(option);
        _collection.AddTo(Command);
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_link) && result.GetResult(_moveTo) is not null)
                result.AddError("--link: does not go with --move-to");
            if (result.GetValue(_yes) && !result.GetValue(_link) && result.GetResult(_moveTo) is null)
                result.AddError("--yes: needs --link or --move-to");
        });
    }

    public VerbCommand Command { get; } = new(
        "dedupe", "Find copies and nearly equal pictures, and say which to keep; deletes nothing",
        "clipsearch dedupe --in ~/Pictures",
        "clipsearch dedupe --threshold 1 --in ~/Pictures",
        "clipsearch dedupe --bursts 2 --after 2024",
        "clipsearch dedupe --move-to ~/Duplicates --yes",
        "clipsearch dedupe --undo ~/Duplicates/undo-20260131-120000-000.undo.jsonl",
        "clipsearch dedupe --json | jq -r '.paths[1:][]'");

    public DedupeSettings Resolve(ParseResult parsed) => new(
        _collection.Resolve(parsed), parsed.GetValue(_threshold) ?? UsualThreshold,
        parsed.GetValue(_bursts) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        parsed.GetValue(_link), parsed.GetValue(_moveTo), parsed.GetValue(_yes), parsed.GetValue(_undo));

    public async Task<int> RunAsync(DedupeSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Undo is { } undo)
            return UndoRun.Run(undo, terminal, cancellationToken);
        var collection = settings.Collection;
        using var folders = await FolderSearch.OpenAsync(
            collection.Folders, collection.Model, terminal, cancellationToken).ConfigureAwait(false);
        var request = new DuplicateRequest
        {
            Threshold = settings.Threshold,
            BurstGap = settings.BurstGap,
            Progress = new FingerprintProgressLine(terminal),
            Filter = collection.RequestFilter,
            Update = folders.Update,
        };
        var answer = await folders.Search.FindDuplicatesAsync(request, folders.Observer, cancellationToken)
            .ConfigureAwait(false);
        terminal.Status.Clear();
        DuplicatePrinter.Write(terminal, answer);
        if (answer.Groups.Count == 0)
        {
            NothingFound.Warn(terminal, collection, answer, "no duplicates found");
            return ExitCode.Nothing;
        }
        return DuplicateActions.Run(settings, answer, terminal, cancellationToken);
    }
}
