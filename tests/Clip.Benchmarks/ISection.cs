namespace Clip.Benchmarks;

/// <summary>One question that a run of the benchmarks answers.</summary>
internal interface ISection
{
    /// <summary>The name that selects it on the command line.</summary>
    string Name { get; }

    /// <summary>The question, used as the heading.</summary>
    string Question { get; }

    /// <summary>Measures, and writes tables and remarks.</summary>
    void Run(Report report);
}
