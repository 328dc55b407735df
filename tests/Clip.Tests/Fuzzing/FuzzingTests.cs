using System.Text;
using Clip.Fuzz;

namespace Clip.Tests.Fuzzing;

/// <summary>The fuzzing itself: it notices what it is there to notice.</summary>
public class FuzzingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void An_exception_that_is_not_documented_breaks_the_contract()
    {
        var target = new FuzzTarget("careless", static input => _ = input[3]);

        Assert.Equal("IndexOutOfRangeException in Clip.Tests.Fuzzing.FuzzingTests.<>c.<An_exception_that_is_not_documented_breaks_the_contract>b__1_0", Contract.Check(target, [1, 2])?.Kind);
        Assert.Null(Contract.Check(target, [1, 2, 3, 4]));
        Assert.Null(Contract.Check(target with { Documented = [typeof(IndexOutOfRangeException)] }, [1, 2]));
    }

    [Fact]
    public void Errors_for_users_keep_the_contract() =>
        Assert.Null(Contract.Check(new FuzzTarget("polite", static _ => throw new ClipException("a", "is not b")), []));

    [Fact]
    public void Memory_out_of_proportion_breaks_the_contract()
    {
        var target = new FuzzTarget("greedy", static _ => GC.KeepAlive(new byte[100 << 20]));

        Assert.Equal("too much memory", Contract.Check(target, [1])?.Kind);
    }

    [Fact]
    public void A_reader_that_does_not_end_is_left_behind_and_named()
    {
        using var release = new ManualResetEventSlim();
        var target = new FuzzTarget("endless", input =>
        {
            if (input[0] == 2)
                release.Wait(TestContext.Current.CancellationToken);
        });

        var breaches = Patience.CheckAll(target, [("quick", [1]), ("stuck", [2]), ("never", [1])], Soon);
        release.Set();

        var (name, breach) = Assert.Single(breaches);
        Assert.Equal("stuck", name);
        Assert.Equal(Patience.Hangs, breach.Kind);
    }

    [Fact]
    public void An_input_is_made_as_small_as_it_goes()
    {
        var target = new FuzzTarget("allergic", static input =>
        {
            if (input.AsSpan().IndexOf("bad"u8) >= 0 && input.Contains((byte)'!'))
                throw new InvalidOperationException();
        });

        var small = Minimizer.Minimize(target, Encoding.ASCII.GetBytes(new string('x', 1000) + "bad" + new string('y', 1000) + "!!!"));

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
