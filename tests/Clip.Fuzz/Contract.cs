using System.Diagnostics;

namespace Clip.Fuzz;

/// <summary>
/// What every reader promises of every input: it says in a <see cref="ClipException"/> what is wrong, or throws what it
/// documents, and takes time and memory in proportion to the input.
/// </summary>
internal static class Contract
{
    /// <summary>Ordinary inputs take a thousandth of it.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(4);

    private const string ThreadStatistics = "/proc/thread-self/schedstat";

    private const long LeastBytes = 64 << 20;
    private const long BytesPerByte = 2 << 10;

    /// <summary>How the reader breaks the contract on an input; null where it keeps it.</summary>
    public static Breach? Check(FuzzTarget target, byte[] input)
    {
        // A machine that is busy with something else makes inputs slow too, so what seems slow is measured again.
        var breach = CheckOnce(target, input, Time);
        return breach is { IsSlow: true } ? CheckOnce(target, input, ProcessorTime) : breach;
    }

    private static Breach? CheckOnce(FuzzTarget target, byte[] input, Func<TimeSpan> clock)
    {
        var began = clock();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(input);
        }
        catch (Exception error) when (error is ClipException || target.Documented.Any(known => known.IsInstanceOfType(error)))
        {
        }
        catch (Exception error)
        {
            return new Breach($"{error.GetType().Name} in {OwnMethod(error)}", error.ToString());
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > LeastBytes + BytesPerByte * input.Length)
            return new Breach("too much memory", $"{allocated >> 20} MB for {input.Length} bytes");
        var time = clock() - began;
        return time > MostTime ? new Breach("too much time", $"{time.TotalSeconds:0.0} s for {input.Length} bytes") { IsSlow = true } : null;
    }

    private static TimeSpan Time() => Stopwatch.GetElapsedTime(0);

    /// <summary>What this thread has had of a processor, where the system tells; else the time of the clock.</summary>
    private static TimeSpan ProcessorTime() =>
        File.Exists(ThreadStatistics) && long.TryParse(File.ReadAllText(ThreadStatistics).Split(' ')[0], out var nanoseconds)
            ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
            : Time();

    /// <summary>The first method on the stack that is the library's, by which one defect is told from another.</summary>
    private static string OwnMethod(Exception error) =>
        error.StackTrace?.Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.StartsWith("at Clip.", StringComparison.Ordinal))?.Split('(')[0][3..] ?? "?";
}

/// <summary>A broken contract.</summary>
/// <param name="Kind">The same for all inputs that meet the same defect.</param>
/// <param name="Details">What happened on this one.</param>
internal sealed record Breach(string Kind, string Details)
{
    /// <summary>Whether it was time that ran out, which the machine may be to blame for.</summary>
    public bool IsSlow { get; init; }
}

/// <summary>Tells the fuzzer of a breach that is not an exception by itself.</summary>
internal sealed class BrokenContractException(Breach breach) : Exception($"{breach.Kind}: {breach.Details}");
