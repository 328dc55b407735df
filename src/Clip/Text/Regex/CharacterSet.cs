using System.Runtime.CompilerServices;
using Clip.Text.Unicode;

namespace Clip.Text.Regex;

/// <summary>A set of code points: 128 precomputed bits for ASCII, a predicate for the rest.</summary>
internal sealed class CharacterSet
{
    private readonly Func<int, bool> _wide;
    private readonly ulong _low;
    private readonly ulong _high;

    private CharacterSet(Func<int, bool> contains)
    {
        _wide = contains;
        for (var c = 0; c < 64; c++)
        {
            _low |= contains(c) ? 1ul << c : 0;
            _high |= contains(c + 64) ? 1ul << c : 0;
        }
    }

    public static CharacterSet Of(Func<int, bool> contains) => new(contains);

    public static CharacterSet OfRange(int first, int last) => new(c => c >= first && c <= last);

    /// <summary>The code points of several general categories.</summary>
    /// <param name="mask">One bit per <see cref="GeneralCategory"/>.</param>
    public static CharacterSet OfCategories(uint mask) =>
        new(c => (mask >> (int)UnicodeTables.Facts(c).Category & 1) != 0);

    public static CharacterSet UnionOf(IReadOnlyList<CharacterSet> sets) => sets.Count switch
    {
        0 => new(static _ => false),
        1 => sets[0],
        _ => new(c =>
        {
            foreach (var set in sets)
            {
                if (set.Contains(c))
                    return true;
            }

            return false;
        }),
    };

    public CharacterSet Complement() => new(c => !Contains(c));

    /// <summary>
    /// Intersects all sets at once: intersecting pairs would nest as deep as a hostile pattern is long.
    /// </summary>
    /// <param name="sets">At least one.</param>
    public static CharacterSet IntersectionOf(IReadOnlyList<CharacterSet> sets) => sets.Count == 1
        ? sets[0]
        : new(c =>
        {
            foreach (var set in sets)
            {
                if (!set.Contains(c))
                    return false;
            }

            return true;
        });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int codePoint) =>
        codePoint < 64 ? (_low >> codePoint & 1) != 0
        : codePoint < 128 ? (_high >> codePoint & 1) != 0
        : _wide(codePoint);
}
