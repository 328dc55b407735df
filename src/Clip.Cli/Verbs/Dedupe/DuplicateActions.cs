using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Dedupe;

/// <summary>Shows or does what <c>--link</c> or <c>--move-to</c> asks for.</summary>
internal static class DuplicateActions
{
    public static int Run(
        DedupeSettings settings, DuplicateAnswer answer, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!settings.Links && settings.MoveTo is null)
            return ExitCode.Found;
        var actions = settings.MoveTo is { } folder
            ? DuplicateDisposal.PlanMoves(answer.Groups, folder)
            : DuplicateDisposal.PlanLinks(answer.Groups);
        if (!settings.Applies)
        {
            foreach (var (from, to) in actions.Select(static one => (DisplayPath.Of(one.From), DisplayPath.Of(one.To))))
            {
                terminal.Warn(settings.Links
                    ? Texts.Say($"{from} would become a link to {to}")
                    : Texts.Say($"{from} would move to {to}"));
            }
            terminal.Warn(Texts.Say($"{Files(actions.Count)}; nothing was changed: add --yes to do it"));
            return ExitCode.Found;
        }
        var failed = 0;
        var done = settings.MoveTo is null
            ? DuplicateDisposal.Link(actions, Fail, cancellationToken)
            : Move(settings.MoveTo, actions, Fail, terminal, cancellationToken);
        terminal.Warn(settings.Links ? Texts.Say($"{Files(done)} linked") : Texts.Say($"{Files(done)} moved"));
        return failed > 0 ? ExitCode.Error : ExitCode.Found;

        void Fail(ClipException error)
        {
            failed++;
            terminal.Error(ErrorText.Of(error));
        }
    }

    private static int Move(
        string folder, IReadOnlyList<DuplicateAction> moves, Action<ClipException> failed, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var (moved, undo) = DuplicateDisposal.Move(moves, folder, failed, cancellationToken);
        if (undo is not null)
            terminal.Warn($"to move them back: clipsearch dedupe --undo {ShellQuoted.Of(DisplayPath.Of(undo))}");
        return moved;
    }

    private static string Files(int count) => Counted.Of(count, "file");
}
