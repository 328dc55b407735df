using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Clip.Search;

internal sealed unsafe partial class ExactScan
{
    private readonly CodeMatrix _codes;
    private readonly QueryCodes? _queryCodes;

    /// <summary>
    /// Scores a query that as many rows as are wanted have reached: what stays below is no answer. Cores tell one another
    /// without a lock, and one that overwrites a higher score with a lower one only costs comparisons.
    /// </summary>
    private readonly float[] _reached = [];

    private long _compared;

    private void ScanCodes(int firstWord, int endWord, TopScores[] best)
    {
        if (CodeLanes512.IsSupported)
            ScanCodes<CodeLanes512>(firstWord, endWord, best);
        else if (CodeLanes256.IsSupported)
            ScanCodes<CodeLanes256>(firstWord, endWord, best);
        else
            ScanCodes<CodeLanes128>(firstWord, endWord, best);
    }

    /// <remarks>Compiled at full optimisation at once, as <see cref="DotProduct.OfEach"/> is.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanCodes<TLanes>(int firstWord, int endWord, TopScores[] best) where TLanes : struct, ICodeLanes<TLanes>
    {
        var words = _selected.Words;
        var queries = _queryCodes!;
        var stride = _codes.Stride;
        var compared = 0L;
        var products = stackalloc int[best.Length];
        var least = stackalloc double[best.Length];
        for (var query = 0; query < best.Length; query++)
            least[query] = Math.Max(best[query].Threshold, Volatile.Read(ref _reached[query]));
        for (var word = firstWord; word < endWord; word++)
        {
            for (var bits = words[word]; bits != 0; bits &= bits - 1)
            {
                var row = ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
                if (row >= _rows.RowCount)
                    break;
                CodeProduct.OfEach<TLanes>(_codes[row], queries[0], best.Length, stride, products);
                var bound = _codes.Bound(row);
                for (var query = 0; query < best.Length; query++)
                {
                    // A bound that is not a number rules nothing out.
                    if (queries.Highest(query, bound, products[query]) < least[query])
                        continue;
                    compared++;
                    best[query].Offer(row, Score(row, query));
                    least[query] = Math.Max(best[query].Threshold, least[query]);
                }
            }
        }
        for (var query = 0; query < best.Length; query++)
        {
            if (best[query].Threshold > Volatile.Read(ref _reached[query]))
                Volatile.Write(ref _reached[query], best[query].Threshold);
        }
        Interlocked.Add(ref _compared, compared);
    }

    private float Score(long row, int query) =>
        Vector512.IsHardwareAccelerated ? DotProduct.Of<Lanes512>(_queries[query], _rows[row], _rows.Stride)
        : Vector256.IsHardwareAccelerated ? DotProduct.Of<Lanes256>(_queries[query], _rows[row], _rows.Stride)
        : DotProduct.Of<Lanes128>(_queries[query], _rows[row], _rows.Stride);
}
