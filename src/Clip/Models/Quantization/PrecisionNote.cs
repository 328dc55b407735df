using System.Globalization;
using Clip.Files;

namespace Clip.Models.Quantization;

/// <summary>A <see cref="PrecisionReport"/> as a small text file beside the graph that it is about.</summary>
internal static class PrecisionNote
{
    /// <summary>The file's name.</summary>
    public const string FileName = "precision";

    private const string FirstLine = "clip precision 1";

    /// <summary>Writes a report.</summary>
    public static void Write(string folder, PrecisionReport report) =>
        File.WriteAllLines(Path.Combine(folder, FileName), Lines(report));

    /// <summary>Reads a report; null where there is none that can be read.</summary>
    public static PrecisionReport? Read(string folder)
    {
        try
        {
            return Parse(File.ReadAllLines(Path.Combine(folder, FileName)));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }

    /// <summary>The lines of a report.</summary>
    public static IReadOnlyList<string> Lines(PrecisionReport report) =>
    [
        FirstLine,
        report.Tower,
        report.Variant ?? "",
        (report.Reason ?? "").ReplaceLineEndings(" "),
        report.Sample.ReplaceLineEndings(" "),
        report.Count.ToString(CultureInfo.InvariantCulture),
        Number(report.MeanCosine),
        Number(report.LeastCosine),
        Number(report.Agreement),
        Number(report.Speedup),
    ];

    /// <summary>The report of lines; null where they are not one.</summary>
    public static PrecisionReport? Parse(IReadOnlyList<string> lines)
    {
        if (lines is not [FirstLine, var tower, var variant, var reason, var sample, var count, var mean, var least,
            var agreement, var speedup]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var items)
            || !TryNumber(mean, out var meanCosine) || !TryNumber(least, out var leastCosine)
            || !TryNumber(agreement, out var share) || !TryNumber(speedup, out var ratio))
        {
            return null;
        }
        return new PrecisionReport
        {
            Tower = tower,
            Variant = variant.Length == 0 ? null : variant,
            Reason = reason.Length == 0 ? null : reason,
            Sample = sample,
            Count = items,
            MeanCosine = meanCosine,
            LeastCosine = leastCosine,
            Agreement = share,
            Speedup = ratio,
        };
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
