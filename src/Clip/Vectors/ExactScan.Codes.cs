using System.Numerics;
using System.Runtime.CompilerServices;

namespace Clip.Vectors;

internal sealed unsafe partial class ExactScan
{
    /// <summary>
    /// Per query, a score that enough rows have reached: a lower one is not an answer. Workers share it without a lock;
    /// one that overwrites a higher score with a lower one only causes more comparisons.
    /// </summary>
    private readonly float[] _reached = new float[QueriesPerPass];

    private long _compared;

    /// <summary>
    /// The bytes of queries that stay in the nearest cache beside a row, while the rows of a word of the bitmap pass
    /// by: read from the second-level cache for every row, they would arrive more slowly than they are multiplied.
    /// </summary>
    private const int NearestCacheBytes = 16 << 10;

    private void ScanCodes(CodeMatrix codes, int firstWord, int endWord, TopScores[] best)
    {
        if (CodeLanes512.IsSupported)
            ScanCodes<CodeLanes512>(codes, firstWord, endWord, best);
        else if (CodeLanes256.IsSupported)
            ScanCodes<CodeLanes256>(codes, firstWord, endWord, best);
        else
            ScanCodes<CodeLanes128>(codes, firstWord, endWord, best);
    }

    /// <remarks>Compiled at full optimization at once, as <see cref="DotProduct.OfEach"/> is.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanCodes<TLanes>(CodeMatrix codes, int firstWord, int endWord, TopScores[] best)
        where TLanes : struct, ICodeLanes<TLanes>
    {
        var (rows, queries, queryCodes, count) = (_job.Rows, _job.Queries, _job.QueryCodes, _job.QueryCount);
        var words = _job.Selected.Words;
        var stride = codes.Stride;
        var compared = 0L;
        var products = stackalloc int[count];
        var together = Math.Max(4, NearestCacheBytes / (stride * sizeof(short)) / 4 * 4);
        var least = stackalloc double[count];
        for (var query = 0; query < count; query++)
            least[query] = Math.Max(best[query].Threshold, Volatile.Read(ref _reached[query]));
        for (var word = firstWord; word < endWord; word++)
        {
            for (var first = 0; first < count; first += together)
            {
                var end = Math.Min(first + together, count);
                for (var bits = words[word]; bits != 0; bits &= bits - 1)
                {
                    var row = ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
                    if (row >= rows.RowCount)
                        break;
                    CodeProduct.OfEach<TLanes>(codes[row], queryCodes[first], end - first, stride, products);
                    var bound = codes.Bound(row);
                    for (var query = first; query < end; query++)
                    {
                        // A bound that is NaN excludes nothing.
                        if (queryCodes.Highest(query, bound, products[query - first]) < least[query])
                            continue;
                        compared++;
                        best[query].Offer(row, DotProduct.Of(queries[query], rows[row], rows.Stride));
                        least[query] = Math.Max(best[query].Threshold, least[query]);
                    }
                }
            }
        }
        for (var query = 0; query < count; query++)
        {
            if (best[query].Threshold > Volatile.Read(ref _reached[query]))
                Volatile.Write(ref _reached[query], best[query].Threshold);
        }
        Interlocked.Add(ref _compared, compared);
    }
}
