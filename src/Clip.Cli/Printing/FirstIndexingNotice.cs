using System.Globalization;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>
/// Says once, where a search has to index many pictures first, how many they are and how long that takes: a user who
/// asked for an answer would not expect to wait.
/// </summary>
/// <param name="folder">The folder that is indexed, as a user sees it.</param>
/// <param name="warn">Writes the notice.</param>
/// <param name="next">Follows the same progress.</param>
/// <param name="time">Measures the rate.</param>
internal sealed class FirstIndexingNotice(
    string folder, Action<string> warn, IProgress<IndexProgress> next, TimeProvider time) : IProgress<IndexProgress>
{
    /// <summary>The fewest pictures that are worth a notice.</summary>
    public const int Many = 1000;

    // The first pictures wait for the model to be loaded, so the rate is measured from the first one on.
    private const int FewestMeasured = 32;
    private static readonly TimeSpan ShortestMeasured = TimeSpan.FromSeconds(1);

    private readonly Lock _turn = new();
    private long _startedAt;
    private long _doneAtStart;
    private bool _isDone;

    public void Report(IndexProgress value)
    {
        next.Report(value);
        lock (_turn)
        {
            if (!_isDone && value.FoundAll)
                Measure(value);
        }
    }

    private void Measure(IndexProgress progress)
    {
        var encoded = progress.Done - progress.Skipped;
        var left = progress.Found - progress.Done;
        if (left + encoded <= Many)
        {
            _isDone = true;
            return;
        }
        if (encoded == 0)
            return;
        if (_startedAt == 0)
            (_startedAt, _doneAtStart) = (time.GetTimestamp(), encoded);
        var (measured, elapsed) = (encoded - _doneAtStart, time.GetElapsedTime(_startedAt));
        if (measured < FewestMeasured || elapsed < ShortestMeasured)
            return;
        _isDone = true;
        var rate = measured / elapsed.TotalSeconds;
        warn(string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: {progress.Found:N0} pictures are indexed first, {rate:0} per second: "
            + $"about {ProgressText.Roughly(TimeSpan.FromSeconds(left / rate))}, once; later searches index only what "
            + $"is new. Ctrl-C stops; what is indexed is kept"));
    }
}
