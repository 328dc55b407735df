using System.Diagnostics;

namespace Clip.Fuzz;

/// <summary>
/// What every reader promises of every input: it says in a <see cref="ClipException"/> what is wrong, or throws what it
/// documents, and takes time and memory in proportion to the input.
/// </summary>
internal static class Contract
{
    /// <summary>Of processor time, which does not depend on what else the machine does. Ordinary inputs take a thousandth.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    private const long LeastBytes = 64 << 20;
    private const long BytesPerByte = 2 << 10;

    /// <summary>How the reader breaks the contract on an input; null where it keeps it.</summary>
    public static Breach? Check(FuzzTarget target, byte[] input)
    {
        var began = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes();
        try
        {
            target.Read(input);
        }
        catch (Exception error) when (error is ClipException || target.Documented.Any(known => known.IsInstanceOfType(error)))
        {
        }
        catch (Exception error)
        {
            return new Breach($"{error.GetType().Name} in {OwnFrame(error)}", error.ToString());
        }

        allocated = GC.GetTotalAllocatedBytes() - allocated;
        if (allocated > LeastBytes + BytesPerByte * input.Length)
            return new Breach("too much memory", $"{allocated >> 20} MB for {input.Length} bytes");
        if (Stopwatch.GetElapsedTime(began) > MostTime && Environment.CpuUsage.TotalTime - processor is var spent && spent > MostTime)
            return new Breach("too much time", $"{spent.TotalSeconds:0.0} s for {input.Length} bytes");
        return null;
    }

    /// <summary>The first line of the stack that is the library's, by which one defect is told from another.</summary>
    private static string OwnFrame(Exception error) =>
        error.StackTrace?.Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.StartsWith("at Clip.", StringComparison.Ordinal))?.Split(" in ")[0][3..] ?? "?";
}

/// <summary>A broken contract.</summary>
/// <param name="Kind">The same for all inputs that meet the same defect.</param>
/// <param name="Details">What happened on this one.</param>
internal sealed record Breach(string Kind, string Details);

/// <summary>Tells the fuzzer of a breach that is not an exception by itself.</summary>
internal sealed class BrokenContractException(Breach breach) : Exception($"{breach.Kind}: {breach.Details}");
