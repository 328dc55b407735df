using Clip.Diagnostics;

namespace Clip.Cli.Remedies;

/// <summary>Words why a device is not usable, with what can be done about it.</summary>
internal static class DeviceReasons
{
    /// <summary>The reason of a report; null for a device that is usable.</summary>
    public static string? Of(DeviceReport report)
    {
        if (report.Error is not { } error)
            return report.Reason;
        var (_, problem, remedy) = ErrorText.Parts(error);
        return remedy is null ? problem : $"{problem}; {remedy}";
    }
}
