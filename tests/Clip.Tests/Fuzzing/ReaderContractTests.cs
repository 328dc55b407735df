using Clip.Fuzz;

namespace Clip.Tests.Fuzzing;

/// <summary>
/// Every reader of untrusted bytes keeps its contract on real inputs, on thousands made of them, and on all that fuzzing
/// has ever found. What this cannot reach, AFL++ does: see tests/Clip.Fuzz/fuzz.
/// </summary>
public class ReaderContractTests
{
    private const int MutationsOfEach = 250;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_fuzzing_has_found_stays_mended(string name) => AssertKept(FuzzTargets.Named(name), target => target.Findings());

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_inputs_are_read_or_refused_as_documented(string name) =>
        AssertKept(FuzzTargets.Named(name), target => target.Seeds().Concat(new Mutations(target).Take(MutationsOfEach)));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Most_real_inputs_are_read_to_their_end(string name)
    {
        var target = FuzzTargets.Named(name);
        var seeds = target.Seeds().ToList();

        var refused = seeds.Where(seed => IsRefused(target, seed.Content)).Select(seed => seed.Name).ToList();

        Assert.NotEmpty(seeds);
        Assert.True(refused.Count * 2 <= seeds.Count + 1, $"refused: {string.Join(", ", refused)}");
    }

    [Fact]
    public void Every_finding_belongs_to_a_reader()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Clip.Fuzz");
        var folders = ((string[])["Seeds", "Findings"]).SelectMany(kind => Directory.GetDirectories(Path.Combine(folder, kind))).Select(path => Path.GetFileName(path));

        Assert.Empty(folders.Except(FuzzTargets.All.Select(target => target.Name)));
    }

    private static void AssertKept(FuzzTarget target, Func<FuzzTarget, IEnumerable<(string Name, byte[] Content)>> inputs) =>
        Assert.Empty(Patience.CheckAll(target, inputs(target), Hang).Select(found => $"{found.Name}: {found.Breach.Kind}: {found.Breach.Details}"));

    private static bool IsRefused(FuzzTarget target, byte[] input)
    {
        try
        {
            target.Read(input);
            return false;
        }
        catch (Exception error) when (error is ClipException || target.Documented.Any(known => known.IsInstanceOfType(error)))
        {
            return true;
        }
    }
}
