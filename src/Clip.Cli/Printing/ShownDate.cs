using System.Globalization;

namespace Clip.Cli.Printing;

/// <summary>Shows dates for people.</summary>
internal static class ShownDate
{
    /// <summary>The columns of <see cref="Padded"/>.</summary>
    private const int Width = 16;

    /// <summary>The day, with hours and minutes unless it is a day's first moment.</summary>
    public static string Of(DateTime date) => date.ToString(
        date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day, hour and minute as a column; blank where there is none.</summary>
    public static string Padded(DateTime? date) =>
        (date?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "").PadRight(Width);
}
