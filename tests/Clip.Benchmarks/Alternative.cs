namespace Clip.Benchmarks;

/// <summary>One of several ways to do the same work.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Work">How much it does in one run, in the unit of the comparison.</param>
/// <param name="Run">Does it once.</param>
/// <param name="Prepare">Makes each run possible and is not measured; null where nothing needs to be made.</param>
internal sealed record Alternative(string Name, double Work, Action Run, Action? Prepare = null);
