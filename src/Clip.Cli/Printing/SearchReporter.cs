using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Printing;

/// <summary>
/// Shows the progress and the notices of searches in one index. Damage is reported once, when all searches are done.
/// </summary>
internal sealed class SearchReporter : IDisposable
{
    private readonly Terminal _terminal;
    private readonly IndexLocation _location;
    private readonly string? _newIndexHint;
    private int _damaged;

    /// <param name="terminal">Where to report.</param>
    /// <param name="location">The index.</param>
    /// <param name="folder">The folder of the index that is searched; empty for all of it.</param>
    /// <param name="newIndexHint">What to say once a new index has been made, or null.</param>
    public SearchReporter(
        Terminal terminal, IndexLocation location, string folder = "", string? newIndexHint = null)
    {
        _terminal = terminal;
        _location = location;
        if (folder.Length > 0)
            terminal.Warn(Notices.IndexAbove(location, folder));
        IProgress<IndexProgress> progress = new IndexProgressLine(terminal);
        if (!PictureIndex.Exists(location))
        {
            _newIndexHint = newIndexHint;
            progress = new FirstIndexingNotice(
                DisplayPath.Of(location.Root), terminal.Warn, progress, TimeProvider.System);
        }
        Observer = new SearchObserver { OnNotice = Write, Progress = progress };
    }

    /// <summary>Whether a new index was made and its hint given.</summary>
    public bool HasHinted { get; private set; }

    /// <summary>What the searches report to.</summary>
    public SearchObserver Observer { get; }

    public void Dispose()
    {
        _terminal.Status.Clear();
        if (_damaged > 0)
            _terminal.Warn(Notices.DamagedVectors(_location, _damaged));
    }

    private void Write(SearchNotice notice)
    {
        switch (notice)
        {
            case SearchNotice.FileSkipped skipped:
                _terminal.Warn(ErrorText.Of(skipped.Error));
                break;
            case SearchNotice.IndexUpdated updated:
                _terminal.Status.Clear();
                _terminal.Detail(Notices.IndexUpdated(_location, updated));
                if (updated.Report.Reread > 0)
                    _terminal.Warn(Notices.MetadataReread(_location, updated.Report.Reread));
                if (updated.Report.UnreportedFailures > 0)
                    _terminal.Warn(FailureSummary.OfUnreported(_location, updated.Report.UnreportedFailures));
                GiveHint();
                break;
            case SearchNotice.WaitingForWriter waiting:
                _terminal.Warn(Notices.Waiting(_location, waiting.Holder));
                break;
            case SearchNotice.IndexNotUpdated failed:
                _terminal.Warn(Notices.IndexNotUpdated(failed));
                break;
            case SearchNotice.FolderLeftOut leftOut:
                _terminal.Warn(ErrorText.Of(leftOut.Reason));
                break;
            case SearchNotice.WordsMissing missing:
                _terminal.Warn(Notices.WordsMissing(missing.Location));
                break;
            case SearchNotice.TextTruncated truncated:
                _terminal.Warn(Notices.TextTruncated(truncated.Text, truncated.MaxLength));
                break;
            case SearchNotice.TextNotUnderstood unknown:
                _terminal.Warn(Notices.TextNotUnderstood(
                    unknown.Text, unknown.Model, unknown.Coverage, unknown.Language));
                break;
            case SearchNotice.DamagedVectors damaged:
                _damaged = damaged.Count;
                break;
        }
    }

    private void GiveHint()
    {
        // A program that reads JSON has nobody to advise.
        if (_newIndexHint is null || HasHinted || _terminal.IsJson)
            return;
        HasHinted = true;
        _terminal.Warn(_newIndexHint);
    }
}
