namespace Clip.Benchmarks;

/// <summary>One of several ways to do the same work.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Work">The amount of work per run, in the unit of the comparison.</param>
/// <param name="Run">Does the work once.</param>
/// <param name="Prepare">Prepares each run and is not measured; null if no preparation is needed.</param>
internal sealed record Alternative(string Name, double Work, Action Run, Action? Prepare = null);
