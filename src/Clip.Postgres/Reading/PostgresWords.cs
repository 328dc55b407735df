using System.Globalization;
using Clip.Catalog.Words;
using Clip.Postgres.Connections;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Reading;

/// <summary>
/// The words of a library's files, in PostgreSQL's full-text index. The tokens are ours, stemmed by PostgreSQL with the
/// algorithm of SQLite's index, and scores are computed with that index's formula.
/// </summary>
internal sealed class PostgresWords(Session session, int library) : IWordTable
{
    // Okapi BM25 with the constants and the weights of columns of the embedded index.
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<string, string> _stems = [];
    private (long Files, double MeanWords)? _statistics;

    /// <inheritdoc/>
    public long FileCount => Statistics.Files;

    private (long Files, double MeanWords) Statistics => _statistics ??= session.Rows(
        static row => (row.GetInt64(0), row.GetDouble(1)),
        """
        SELECT count(*), coalesce(avg(word_count), 0)::double precision FROM clip.file WHERE library_id = $1
        """,
        library)[0];

    /// <inheritdoc/>
    public long CountFilesWith(WordTerm term) => session.Value<long>(
        "SELECT count(*) FROM clip.file WHERE library_id = $1 AND words @@ $2::tsquery",
        library, QueryOf(term.Phrases));

    /// <inheritdoc/>
    public IEnumerable<(long File, double Score)> FilesWith(WordTerm term)
    {
        var phrases = term.Phrases.Select(phrase => Array.ConvertAll(phrase, Stem)).ToList();
        string[] lexemes = [.. phrases.SelectMany(static phrase => phrase).Distinct()];
        var files = session.Rows(
            static row => (File: row.GetInt64(0), Words: row.GetInt32(1), Found: row.GetFieldValue<string[]>(2)),
            """
            SELECT f.file_id, f.word_count, ARRAY(
                SELECT w.lexeme || E'\t' || array_to_string(w.positions, ',') || E'\t' || array_to_string(w.weights, '')
                FROM unnest(f.words) w WHERE w.lexeme = ANY($3))
            FROM clip.file f WHERE f.library_id = $1 AND f.words @@ $2::tsquery
            """,
            library, QueryOf(term.Phrases), lexemes);
        var (count, mean) = Statistics;
        var scores = new double[files.Count];
        foreach (var phrase in phrases)
        {
            var frequencies = files.ConvertAll(file => Occurrences.Weighted(file.Found, phrase));
            var holding = frequencies.Count(static frequency => frequency > 0);
            var weight = Math.Max(1e-6, Math.Log((count - holding + 0.5) / (holding + 0.5)));
            for (var i = 0; i < scores.Length; i++)
            {
                var length = mean > 0 ? files[i].Words / mean : 1;
                scores[i] += weight * frequencies[i] * (K1 + 1) / (frequencies[i] + (K1 * (1 - B + (B * length))));
            }
        }
        return files.Select((file, i) => (file.File, scores[i]));
    }

    /// <inheritdoc/>
    public IEnumerable<(int At, long Entry, string Path)> ReadPlaces(IEnumerable<long> files)
    {
        long[] wanted = [.. files];
        return session.Rows(
            static row => ((int)row.GetInt64(0) - 1, row.GetInt64(1), row.GetString(2)),
            """
            SELECT w.at, f.entry, f.path FROM unnest($2) WITH ORDINALITY w (wanted, at)
            JOIN clip.file f ON f.library_id = $1 AND f.file_id = w.wanted ORDER BY w.at
            """,
            library, wanted);
    }

    private string QueryOf(IReadOnlyList<string[]> phrases)
    {
        LearnStems(phrases.SelectMany(static phrase => phrase));
        return string.Join(" | ", phrases.Select(phrase => string.Join(
            " <-> ", phrase.Select(token => WordVectors.Quote(Stem(token))))));
    }

    private string Stem(string token) => _stems.GetValueOrDefault(token, token);

    private void LearnStems(IEnumerable<string> tokens)
    {
        string[] unknown = [.. tokens.Where(token => !_stems.ContainsKey(token)).Distinct()];
        if (unknown.Length == 0)
            return;
        foreach (var (token, stem) in WordVectors.Stems(session, unknown))
            _stems[token] = stem;
    }

    /// <summary>Counts a phrase in what a row says of its words.</summary>
    private static class Occurrences
    {
        /// <param name="found">Of each word: itself, its positions, and their weights, between tabs.</param>
        /// <param name="phrase">The words that are to follow each other.</param>
        public static double Weighted(string[] found, string[] phrase)
        {
            var words = found.Select(static word => word.Split('\t')).ToDictionary(static word => word[0]);
            if (!words.TryGetValue(phrase[0], out var first))
                return 0;
            var followers = new HashSet<int>[phrase.Length];
            for (var i = 1; i < phrase.Length; i++)
            {
                if (!words.TryGetValue(phrase[i], out var word))
                    return 0;
                followers[i] = [.. Positions(word)];
            }
            var frequency = 0.0;
            foreach (var (at, position) in Positions(first).Index())
            {
                var isWhole = true;
                for (var i = 1; i < phrase.Length && isWhole; i++)
                    isWhole = followers[i].Contains(position + i);
                if (isWhole)
                    frequency += WordVectors.WeightOf(first[2][at]);
            }
            return frequency;
        }

        private static IEnumerable<int> Positions(string[] word) => word[1].Split(',')
            .Select(static text => int.Parse(text, CultureInfo.InvariantCulture));
    }
}
