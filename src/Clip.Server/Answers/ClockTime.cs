using System.Globalization;

namespace Clip.Server.Answers;

/// <summary>Times in answers.</summary>
internal static class ClockTime
{
    /// <summary>A moment by the clock where it was, without a time zone; null for none.</summary>
    public static string? Of(DateTime? moment) =>
        moment?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
