using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Clip.Benchmarks;

/// <summary>The properties of the machine on which the results depend.</summary>
internal static class Machine
{
    public static IEnumerable<(string What, string Value)> Describe()
    {
        yield return ("processor", $"{Processor()}, {Environment.ProcessorCount} cores, {Instructions()}");
        yield return ("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):N1} GiB");
        yield return ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return (".NET", RuntimeInformation.FrameworkDescription);
        yield return ("load before", Load());
        yield return ("date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
    }

    private static string Processor()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
        const string linux = "/proc/cpuinfo";
        if (!File.Exists(linux))
            return "unknown";
        var line = File.ReadLines(linux)
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string Instructions() =>
        Avx512Vbmi.IsSupported ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : AdvSimd.IsSupported ? "NEON"
        : "no vectors";

    /// <summary>The load before the benchmarks: other load makes the results less reliable.</summary>
    private static string Load()
    {
        const string linux = "/proc/loadavg";
        return File.Exists(linux) ? $"{File.ReadAllText(linux).Split(' ')[0]} processes in the last minute" : "unknown";
    }
}
