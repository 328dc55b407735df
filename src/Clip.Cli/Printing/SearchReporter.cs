using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Searching;

namespace Clip.Cli.Printing;

/// <summary>
/// Shows the progress and the notices of searches in one index. Damage is reported once, when all searches are done.
/// </summary>
internal sealed class SearchReporter : IDisposable
{
    private readonly Terminal _terminal;
    private readonly IndexLocation _location;
    private int _damaged;

    public SearchReporter(Terminal terminal, IndexLocation location)
    {
        _terminal = terminal;
        _location = location;
        Observer = new SearchObserver { OnNotice = Write, Progress = new IndexProgressLine(terminal) };
    }

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
            case SearchNotice.IndexAbove above:
                _terminal.Warn(Notices.IndexAbove(_location, above.Folder));
                break;
            case SearchNotice.FileSkipped skipped:
                _terminal.Warn(ErrorText.Of(skipped.Error));
                break;
            case SearchNotice.IndexUpdated updated:
                _terminal.Status.Clear();
                _terminal.Detail(Notices.IndexUpdated(_location, updated));
                if (updated.Report.UnreportedFailures > 0)
                    _terminal.Warn(FailureSummary.OfUnreported(_location, updated.Report.UnreportedFailures));
                break;
            case SearchNotice.WaitingForWriter waiting:
                _terminal.Warn(Notices.Waiting(_location, waiting.Holder));
                break;
            case SearchNotice.IndexNotUpdated failed:
                _terminal.Warn(Notices.IndexNotUpdated(failed));
                break;
            case SearchNotice.TextTruncated truncated:
                _terminal.Warn(Notices.TextTruncated(truncated.Text, truncated.MaxLength));
                break;
            case SearchNotice.DamagedVectors damaged:
                _damaged = damaged.Count;
                break;
        }
    }
}
