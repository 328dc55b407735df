using System.Globalization;
using Clip.Postgres.Connections;

namespace Clip.Postgres.Reading;

/// <summary>
/// How much of an exact answer searches through a library's index find, by how many of its entries they look at: of the
/// kind of queries that finds the least, because pictures find their neighbors more easily than texts do.
/// </summary>
/// <param name="Pictures">How many pictures the library had.</param>
/// <param name="Queries">How many searches were measured.</param>
/// <param name="HasTexts">Whether texts were among them, other than captions of the library.</param>
/// <param name="Recalls">The share of the ten best that was found, of each of <see cref="Widths"/>.</param>
internal sealed record RecallCurve(long Pictures, int Queries, bool HasTexts, IReadOnlyList<double> Recalls)
{
    /// <summary>What the library remembers it by.</summary>
    public const string NoteName = "recall-curve";

    private const int Answers = 10;

    /// <summary>What searches are to find where nobody says how much.</summary>
    private const double UsualRecall = 0.95;

    /// <summary>The same of what the library holds, which is found more easily than what people search for.</summary>
    private const double UsualOwnRecall = 0.98;

    /// <summary>A curve of a library that has grown or shrunk by more is measured again.</summary>
    private const double MostChange = 0.2;

    /// <summary>The numbers of entries that are tried.</summary>
    /// <remarks>None is less than what searches for ten pictures look at anyway.</remarks>
    public static IReadOnlyList<int> Widths { get; } = [160, 250, 400, 640, NeighborGraph.MostWidth];

    /// <summary>The least width that finds so much; exact where none does.</summary>
    public RecallChoice Choose(double recall)
    {
        for (var i = 0; i < Widths.Count; i++)
        {
            if (Recalls[i] >= recall)
                return new RecallChoice(Recalls[i], Widths[i], Queries);
        }
        return new RecallChoice(1, null, Queries);
    }

    /// <summary>
    /// How many entries searches look at where nobody says how much they are to find: those that find enough, or else
    /// the most, because an exact search of a large library takes long.
    /// </summary>
    public int UsualWidth => Choose(HasTexts ? UsualRecall : UsualOwnRecall).Width ?? NeighborGraph.MostWidth;

    /// <summary>What a library remembers; null where that is of another program or nothing.</summary>
    public static RecallCurve? Of(Session session, int library) => Parse(session.Value<string>(
        "SELECT value FROM clip.note WHERE library_id = $1 AND name = $2", library, NoteName));

    /// <summary>Whether it still says something about a library.</summary>
    public bool Fits(long pictures) => Math.Abs(pictures - Pictures) <= MostChange * Pictures;

    /// <summary>The curve as the library remembers it.</summary>
    public string Format() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pictures} {Queries} {(HasTexts ? "texts" : "own")} {string.Join(' ', Recalls.Select(static recall =>
            recall.ToString("0.####", CultureInfo.InvariantCulture)))}");

    /// <summary>Reads what a library remembers; null where that is of another program or nothing.</summary>
    public static RecallCurve? Parse(string? stored)
    {
        var parts = (stored ?? "").Split(' ');
        if (parts.Length != 3 + Widths.Count
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pictures)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var queries))
        {
            return null;
        }
        var recalls = new double[Widths.Count];
        for (var i = 0; i < recalls.Length; i++)
        {
            if (!double.TryParse(parts[i + 3], NumberStyles.Float, CultureInfo.InvariantCulture, out recalls[i]))
                return null;
        }
        return new RecallCurve(pictures, queries, parts[2] == "texts", recalls);
    }

    /// <summary>Measures a library.</summary>
    public static RecallCurve Measure(
        PostgresSnapshot snapshot, RecallQueries queries, CancellationToken cancellationToken)
    {
        var recalls = Enumerable.Repeat(1.0, Widths.Count).ToArray();
        foreach (var kind in queries.Kinds)
        {
            var found = new long[Widths.Count];
            var all = 0L;
            foreach (var query in kind)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var exact = snapshot.RankExactly(query, Answers, cancellationToken)
                    .Select(static row => row.Row).ToHashSet();
                all += exact.Count;
                for (var i = 0; i < found.Length; i++)
                {
                    found[i] += snapshot.RankNear(query, Answers, Widths[i], cancellationToken)
                        .Count(row => exact.Contains(row.Row));
                }
            }
            for (var i = 0; i < found.Length && all > 0; i++)
                recalls[i] = Math.Min(recalls[i], Math.Round((double)found[i] / all, 4));
        }
        return new RecallCurve(
            snapshot.PictureCount, queries.Kinds.Sum(static kind => kind.Count), queries.HasTexts, recalls);
    }
}
