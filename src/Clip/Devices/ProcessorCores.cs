namespace Clip.Devices;

/// <summary>The processor's cores that this process may use.</summary>
internal static class ProcessorCores
{
    private const string Topology = "/sys/devices/system/cpu";

    /// <summary>
    /// The cores, where the system reports which logical processors share one: arithmetic that uses a core fully gains
    /// nothing from its second thread. Elsewhere the logical processors.
    /// </summary>
    public static int Count { get; } = OperatingSystem.IsLinux()
        ? Math.Min(Environment.ProcessorCount, OnLinux())
        : Environment.ProcessorCount;

    private static int OnLinux()
    {
        try
        {
            // Each logical processor lists those of its core, so that those of one core have the same list.
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
