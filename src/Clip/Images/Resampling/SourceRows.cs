using Clip.Images.Pixels;

namespace Clip.Images.Resampling;

/// <summary>
/// The rows of a decoded picture as 8-bit RGB. Rows that are RGB already are read in place; other rows are converted
/// one at a time into a few slots of scratch memory, limited to the columns that are needed.
/// </summary>
internal unsafe ref struct SourceRows
{
    private readonly PixelBuffer _pixels;
    private readonly int _firstColumn;
    private readonly int _columns;
    private readonly byte* _slots;
    private readonly Span<int> _rowInSlot;
    private readonly long _firstCopied;

    /// <summary>Reads columns <paramref name="firstColumn"/> to <paramref name="endColumn"/> of a picture.</summary>
    /// <param name="pixels">The decoded pixels.</param>
    /// <param name="firstColumn">The first column needed.</param>
    /// <param name="endColumn">One past the last column needed.</param>
    /// <param name="slots">
    /// Scratch memory of <paramref name="rowInSlot"/>.Length × <see cref="SlotSize"/> bytes.
    /// </param>
    /// <param name="rowInSlot">One entry per slot; as many as rows are in use at a time.</param>
    internal SourceRows(PixelBuffer pixels, int firstColumn, int endColumn, byte* slots, Span<int> rowInSlot)
    {
        _pixels = pixels;
        _firstColumn = firstColumn;
        _columns = endColumn - firstColumn;
        _slots = slots;
        _rowInSlot = rowInSlot;
        _rowInSlot.Fill(-1);
        _firstCopied = FirstCopied(pixels);
    }

    /// <summary>The bytes of scratch memory per row.</summary>
    internal static int SlotSize(int firstColumn, int endColumn) =>
        (3 * (endColumn - firstColumn)) + ResizePasses.RowSlack;

    /// <summary>The number of slots for up to <paramref name="rowsInUse"/> neighboring rows in use at a time.</summary>
    internal static int SlotCount(PixelBuffer pixels, int rowsInUse) =>
        (int)Math.Min(rowsInUse, pixels.Height - FirstCopied(pixels));

    /// <summary>
    /// The address of column 0 of row <paramref name="y"/>, which may lie outside the memory: only the needed columns,
    /// and <see cref="ResizePasses.RowSlack"/> bytes after them, may be read.
    /// </summary>
    internal readonly nint this[int y]
    {
        get
        {
            var row = _pixels.Start + (y * _pixels.Stride);
            if (y < _firstCopied)
                return (nint)row;

            var slot = y % _rowInSlot.Length;
            var copy = _slots + ((long)slot * SlotSize(0, _columns));
            if (_rowInSlot[slot] != y)
            {
                var channels = _pixels.Layout.Channels;
                _pixels.Layout.ToRgb(
                    new ReadOnlySpan<byte>(row + ((long)_firstColumn * channels), _columns * channels),
                    new Span<byte>(copy, _columns * 3));
                _rowInSlot[slot] = y;
            }

            return (nint)(copy - (3L * _firstColumn));
        }
    }

    /// <summary>The last rows are copied even if they are RGB, because the passes read past the end of a row.</summary>
    private static long FirstCopied(PixelBuffer pixels) => pixels.Layout.IsPackedRgb
        ? Math.Max(0, pixels.Height - 1 - ((ResizePasses.RowSlack + pixels.Stride - 1) / pixels.Stride))
        : 0;
}
