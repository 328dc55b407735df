using System.Globalization;

namespace Clip.Benchmarks.Pixels;

/// <summary>How often both sides agree on the files of one format.</summary>
internal sealed class PixelAgreement
{
    private int _files;
    private int _equal;
    private int _near;
    private int _different;
    private int _refusedHere;
    private int _refusedThere;
    private int _refusedByBoth;

    /// <summary>Counts a file.</summary>
    /// <param name="ours">What the library makes of it.</param>
    /// <param name="theirs">What Pillow makes of it; null without Pillow, which counts what the library reads.</param>
    /// <param name="within">The largest difference that counts as small.</param>
    /// <returns>What is to be said about the file; null if both sides are equal.</returns>
    public string? Add(ComparedPixels ours, ComparedPixels? theirs, int within)
    {
        _files++;
        if (theirs is null)
        {
            _refusedHere += ours.Refusal is null ? 0 : 1;
            return ours.Refusal;
        }

        if (ours.Refusal is not null || theirs.Refusal is not null)
        {
            switch (ours.Refusal, theirs.Refusal)
            {
                case (not null, null):
                    _refusedHere++;
                    return $"refused here: {ours.Refusal}";
                case (null, not null):
                    _refusedThere++;
                    return $"refused by Pillow: {theirs.Refusal}";
                default:
                    _refusedByBoth++;
                    return $"refused by both: {ours.Refusal} | {theirs.Refusal}";
            }
        }

        switch (ours.LargestDifference(theirs))
        {
            case null:
                _different++;
                return $"{ours.Width} × {ours.Height} here, {theirs.Width} × {theirs.Height} in Pillow";
            case 0:
                _equal++;
                return null;
            case var difference when difference <= within:
                _near++;
                return $"off by {difference}";
            case var difference:
                _different++;
                return $"different by {difference}";
        }
    }

    /// <summary>The row of the table.</summary>
    public IReadOnlyList<string> Cells(string format) =>
    [
        format, .. new[] { _files, _equal, _near, _different, _refusedHere, _refusedThere, _refusedByBoth }
            .Select(count => count.ToString(CultureInfo.InvariantCulture)),
    ];
}
