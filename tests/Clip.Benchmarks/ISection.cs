namespace Clip.Benchmarks;

/// <summary>One question that a run of the benchmarks answers.</summary>
internal interface ISection
{
    /// <summary>The word that picks it on the command line.</summary>
    string Name { get; }

    /// <summary>What it answers, as its heading.</summary>
    string Question { get; }

    /// <summary>Measures, and writes tables and remarks.</summary>
    void Run(Report report);
}
