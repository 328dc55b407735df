using System.Diagnostics;

namespace Clip.Fuzz;

/// <summary>
/// The contract of every reader for every input: it throws only <see cref="ClipException"/> or the exceptions that it
/// documents, and takes time and memory in proportion to the input.
/// </summary>
internal static class Contract
{
    /// <summary>Ordinary inputs take a thousandth of this time.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(4);

    private const string ThreadStatistics = "/proc/thread-self/schedstat";

    private const long BaseBytes = 64 << 20;
    private const long BytesPerByte = 2 << 10;

    /// <summary>How the reader breaks the contract on an input; null if it does not.</summary>
    public static Breach? Check(FuzzTarget target, byte[] input)
    {
        // Other load on the machine makes inputs slow as well, so slow inputs are measured again by processor time.
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
        catch (Exception error) when (target.IsDocumented(error))
        {
        }
        catch (Exception error)
        {
            return new Breach($"{error.GetType().Name} in {OwnMethod(error)}", error.ToString());
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > BaseBytes + BytesPerByte * input.Length)
            return new Breach("too much memory", $"{allocated >> 20} MB for {input.Length} bytes");
        var time = clock() - began;
        return time <= MaxTime
            ? null
            : new Breach("too much time", $"{time.TotalSeconds:0.0} s for {input.Length} bytes") { IsSlow = true };
    }

    private static TimeSpan Time() => Stopwatch.GetElapsedTime(0);

    /// <summary>The processor time of this thread if the system reports it; else the time of the clock.</summary>
    private static TimeSpan ProcessorTime() =>
        File.Exists(ThreadStatistics)
        && long.TryParse(File.ReadAllText(ThreadStatistics).Split(' ')[0], out var nanoseconds)
            ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
            : Time();

    /// <summary>The first method of the library on the stack, which distinguishes one defect from another.</summary>
    private static string OwnMethod(Exception error) =>
        error.StackTrace?.Split('\n')
            .Select(static line => line.Trim())
            .FirstOrDefault(static line => line.StartsWith("at Clip.", StringComparison.Ordinal))?
            .Split('(')[0][3..] ?? "?";
}

/// <summary>A broken contract.</summary>
/// <param name="Kind">The same for all inputs that expose the same defect.</param>
/// <param name="Details">What happened on this one.</param>
internal sealed record Breach(string Kind, string Details)
{
    /// <summary>Whether the reader took too long, which other load on the machine can cause.</summary>
    public bool IsSlow { get; init; }
}

/// <summary>Reports a breach that is not an exception to the fuzzer.</summary>
internal sealed class BrokenContractException(Breach breach) : Exception($"{breach.Kind}: {breach.Details}");
