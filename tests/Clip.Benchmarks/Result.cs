namespace Clip.Benchmarks;

/// <summary>The measurements of one alternative.</summary>
/// <param name="Name">The name of the alternative.</param>
/// <param name="Work">The amount of work per run.</param>
/// <param name="Median">Seconds per run, the median of all rounds.</param>
/// <param name="Min">Seconds in the fastest round.</param>
/// <param name="Max">Seconds in the slowest round.</param>
/// <param name="Ratio">
/// Its speed divided by that of the first alternative in the same round, the median of all rounds.
/// </param>
internal sealed record Result(string Name, double Work, double Median, double Min, double Max, double Ratio)
{
    /// <summary>Work per second.</summary>
    public double Rate => Work / Median;
}
