namespace Clip.Benchmarks.Sections;

internal sealed class MemorySection : ISection
{
    public string Name => "memory";

    public string Question => "how fast can this machine read memory?";

    public void Run(Report report)
    {
        using var memory = new MemoryBandwidth();
        const double gigabytes = MemoryBandwidth.Bytes / 1e9;
        report.Table("sequential read", "GB/s", Comparison.Measure(
            new Alternative("one thread", gigabytes, memory.ReadAlone),
            new Alternative("all cores", gigabytes, memory.ReadTogether)));
    }
}
