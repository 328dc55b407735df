using Clip.Fuzz;

namespace Clip.Tests.Fuzzing;

/// <summary>
/// Every reader of untrusted bytes keeps its contract on real inputs, on thousands of their mutations, and on all past
/// findings of the fuzzer. AFL++ goes further: see tests/Clip.Fuzz/fuzz.
/// </summary>
public class ReaderContractTests
{
    private const int MutationsPerTarget = 250;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Past_findings_stay_fixed(string name) =>
        AssertKept(FuzzTargets.Named(name), target => target.Findings());

    [Theory]
    [MemberData(nameof(Targets))]
    public void Mutated_inputs_are_read_or_rejected_as_documented(string name) =>
        AssertKept(
            FuzzTargets.Named(name),
            target => target.Seeds().Concat(new Mutations(target).Take(MutationsPerTarget)));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Most_real_inputs_are_accepted(string name)
    {
        var target = FuzzTargets.Named(name);
        var seeds = target.Seeds().ToList();

        var rejected = seeds.Where(seed => IsRejected(target, seed.Content)).Select(seed => seed.Name).ToList();

        Assert.NotEmpty(seeds);
        Assert.True(rejected.Count * 2 <= seeds.Count + 1, $"rejected: {string.Join(", ", rejected)}");
    }

    [Fact]
    public void Every_seed_and_finding_belongs_to_a_target()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Clip.Fuzz");
        var folders = ((string[])["Seeds", "Findings"])
            .SelectMany(kind => Directory.GetDirectories(Path.Combine(folder, kind)))
            .Select(path => Path.GetFileName(path));

        Assert.Empty(folders.Except(FuzzTargets.All.Select(target => target.Name)));
    }

    private static void AssertKept(
        FuzzTarget target, Func<FuzzTarget, IEnumerable<(string Name, byte[] Content)>> inputs) =>
        Assert.Empty(WatchedThread.CheckAll(target, inputs(target), Hang)
            .Select(found => $"{found.Name}: {found.Breach.Kind}: {found.Breach.Details}"));

    private static bool IsRejected(FuzzTarget target, byte[] input)
    {
        try
        {
            target.Read(input);
            return false;
        }
        catch (Exception error) when (target.IsDocumented(error))
        {
            return true;
        }
    }
}
