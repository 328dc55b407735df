namespace Clip.Benchmarks;

/// <summary>What one alternative took.</summary>
/// <param name="Name">The alternative's name.</param>
/// <param name="Work">What it does in one run.</param>
/// <param name="Median">Seconds for one run, in the middle of all rounds.</param>
/// <param name="Min">Seconds in the fastest round.</param>
/// <param name="Max">Seconds in the slowest round.</param>
/// <param name="Ratio">Its speed against the first alternative's in the same round, in the middle of all rounds.</param>
internal sealed record Result(string Name, double Work, double Median, double Min, double Max, double Ratio)
{
    /// <summary>Work done in a second.</summary>
    public double Rate => Work / Median;
}
