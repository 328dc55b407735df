using System.Text;
using Clip.Fuzz;

namespace Clip.Tests.Fuzzing;

/// <summary>The fuzzing tools detect every kind of breach.</summary>
public class FuzzingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void An_undocumented_exception_breaks_the_contract()
    {
        var target = new FuzzTarget("careless", static input => _ = input[3]);

        var kind = Contract.Check(target, [1, 2])?.Kind;
        Assert.StartsWith("IndexOutOfRangeException in Clip.Tests.Fuzzing.FuzzingTests.", kind);
        Assert.Contains(nameof(An_undocumented_exception_breaks_the_contract), kind);
        Assert.Null(Contract.Check(target, [1, 2, 3, 4]));
        Assert.Null(Contract.Check(target with { Documented = [typeof(IndexOutOfRangeException)] }, [1, 2]));
    }

    [Fact]
    public void A_ClipException_keeps_the_contract() =>
        Assert.Null(Contract.Check(new FuzzTarget("polite", static _ => throw new ClipException("a", "is not b")), []));

    [Fact]
    public void Excessive_memory_breaks_the_contract()
    {
        var target = new FuzzTarget("greedy", static _ => GC.KeepAlive(new byte[100 << 20]));

        Assert.Equal("too much memory", Contract.Check(target, [1])?.Kind);
    }

    [Fact]
    public void A_hanging_reader_is_abandoned_and_reported()
    {
        using var release = new ManualResetEventSlim();
        var target = new FuzzTarget("endless", input =>
        {
            if (input[0] == 2)
                release.Wait(TestContext.Current.CancellationToken);
        });

        var breaches = WatchedThread.CheckAll(target, [("quick", [1]), ("stuck", [2]), ("never", [1])], Soon);
        release.Set();

        var (name, breach) = Assert.Single(breaches);
        Assert.Equal("stuck", name);
        Assert.Equal(WatchedThread.Hangs, breach.Kind);
    }

    [Fact]
    public void An_input_is_minimized()
    {
        var target = new FuzzTarget("allergic", static input =>
        {
            if (input.AsSpan().IndexOf("bad"u8) >= 0 && input.Contains((byte)'!'))
                throw new InvalidOperationException();
        });

        var input = Encoding.ASCII.GetBytes(new string('x', 1000) + "bad" + new string('y', 1000) + "!!!");

        var small = Minimizer.Minimize(target, input);

        Assert.Equal("bad!", Encoding.ASCII.GetString(small));
    }

    [Fact]
    public void Mutations_are_the_same_each_time_and_differ_from_one_another()
    {
        var target = FuzzTargets.Named("hub-listing");
        var first = new Mutations(target).Take(50).Select(input => Convert.ToHexString(input.Content)).ToList();

        Assert.Equal(first, new Mutations(target).Take(50).Select(input => Convert.ToHexString(input.Content)));
        Assert.True(first.Distinct().Count() > 40);
    }
}
