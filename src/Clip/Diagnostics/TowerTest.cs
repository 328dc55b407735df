using System.Diagnostics;
using Clip.Devices;
using Clip.Files;
using Clip.Models;

namespace Clip.Diagnostics;

/// <summary>Runs one tower on one device: once for its placement, then for its time.</summary>
/// <param name="open">Opens the model, with the start of the profile's path or null for no profile.</param>
/// <param name="encode">Encodes a number of rows and returns their vectors.</param>
/// <param name="batchRows">The batch size that suits the device.</param>
/// <param name="session">The tower's session.</param>
internal sealed class TowerTest(
    Func<string?, ClipModel> open, Func<ClipModel, int, float[]> encode, Func<ClipModel, int> batchRows,
    Func<ClipModel, EncoderSession> session)
{
    // A software device takes seconds where a real one takes a millisecond; the test must end for both.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);
    private const int Repetitions = 3;

    /// <summary>Runs the tower.</summary>
    /// <param name="baseline">The result on the processor; null for the processor itself.</param>
    /// <param name="outcome">The result, to compare other devices with.</param>
    public TowerReport Run(Outcome? baseline, out Outcome outcome)
    {
        var placement = Placement();

        var started = Stopwatch.GetTimestamp();
        using var model = open(null);
        var vectors = encode(model, Outcome.ComparedRows);
        var start = Stopwatch.GetElapsedTime(started);

        var max = batchRows(model);
        var (rows, time) = (1, Shortest(model, 1));
        while (rows * 2 <= max && time * 2 <= TimeLimit)
        {
            rows *= 2;
            time = Shortest(model, rows);
        }
        outcome = new Outcome(vectors, rows / time.TotalSeconds);
        return new TowerReport(
            placement, start, max, rows, time,
            baseline is null ? 1 : outcome.RowsPerSecond / baseline.RowsPerSecond,
            baseline is null ? 1 : Agreement.Lowest(baseline.Vectors, vectors, vectors.Length / Outcome.ComparedRows));
    }

    private IReadOnlyList<NodePlacement> Placement()
    {
        using var folder = TemporaryFolder.Create("clip-profile-");
        using var model = open(Path.Combine(folder.Path, "profile"));
        encode(model, 1);
        return NodeProfile.Read(session(model).EndProfiling());
    }

    private TimeSpan Shortest(ClipModel model, int rows)
    {
        // The first batch of a size may compile kernels for it.
        encode(model, rows);
        var shortest = TimeSpan.MaxValue;
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < Repetitions && (i == 0 || Stopwatch.GetElapsedTime(begun) < TimeLimit); i++)
        {
            var started = Stopwatch.GetTimestamp();
            encode(model, rows);
            var time = Stopwatch.GetElapsedTime(started);
            shortest = time < shortest ? time : shortest;
        }
        return shortest;
    }

    /// <summary>A device's result and speed, to compare others with.</summary>
    internal sealed record Outcome(float[] Vectors, double RowsPerSecond)
    {
        /// <summary>Rows whose embeddings are compared.</summary>
        public const int ComparedRows = 2;
    }
}
