using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Clip.Benchmarks.Devices;

/// <summary>What NVIDIA's driver says of its first card.</summary>
/// <param name="Name">The card's name.</param>
/// <param name="UsedMegabytes">The memory in use by all programs, in MiB.</param>
internal sealed record GraphicsCard(string Name, long UsedMegabytes)
{
    /// <summary>Asks the driver's program; null where there is none.</summary>
    public static GraphicsCard? Now()
    {
        var start = new ProcessStartInfo(
            "nvidia-smi", ["--query-gpu=name,memory.used", "--format=csv,noheader,nounits", "--id=0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var line = process.StandardOutput.ReadLine();
            process.WaitForExit();
            return line?.Split(", ") is [var name, var used]
                && long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
                    ? new GraphicsCard(name, megabytes)
                    : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
