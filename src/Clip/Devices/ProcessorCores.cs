namespace Clip.Devices;

/// <summary>The processor's cores that this process may use.</summary>
internal static class ProcessorCores
{
    private const string Topology = "/sys/devices/system/cpu";

    /// <summary>
    /// Cores, where the system tells which processors are two threads of one: arithmetic that keeps a core busy gains
    /// nothing from its second thread. Elsewhere, processors.
    /// </summary>
    public static int Count { get; } = Math.Min(Environment.ProcessorCount, OperatingSystem.IsLinux() ? OnLinux() : int.MaxValue);

    private static int OnLinux()
    {
        try
        {
            // Each processor names the processors of its core; those of one core name the same ones.
            var cores = Directory.EnumerateDirectories(Topology, "cpu*")
                .Select(static processor => Path.Combine(processor, "topology", "thread_siblings_list"))
                .Where(File.Exists)
                .Select(File.ReadAllText)
                .Distinct()
                .Count();
            return cores > 0 ? cores : int.MaxValue;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return int.MaxValue;
        }
    }
}
