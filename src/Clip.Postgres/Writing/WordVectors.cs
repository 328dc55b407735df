using System.Globalization;
using System.Text;
using Clip.Catalog.Words;
using Clip.Postgres.Connections;

namespace Clip.Postgres.Writing;

/// <summary>The words of files as PostgreSQL's full-text index takes them.</summary>
internal static class WordVectors
{
    /// <summary>No phrase reaches from one column to the next.</summary>
    private const int Gap = 2;

    /// <summary>PostgreSQL's last position; later words are found, but in no phrase.</summary>
    private const int LastPosition = 16383;

    /// <summary>How many positions of a word PostgreSQL keeps.</summary>
    private const int MostPositions = 255;

    /// <summary>Words as a file has them, before they are stemmed.</summary>
    public static IEnumerable<string> Tokens(IndexedWords words) =>
        Split(words.Name).Concat(Split(words.Folder)).Concat(Split(words.Captions));

    /// <summary>How much an occurrence counts, by the letter of the column that it is in.</summary>
    public static double WeightOf(char column) => column switch
    {
        'A' => 1.5,
        'B' => 0.5,
        _ => 1,
    };

    /// <summary>The text of a <c>tsvector</c>.</summary>
    /// <param name="words">The words of a file.</param>
    /// <param name="stems">The stem of each word.</param>
    /// <param name="count">How many words there are.</param>
    public static string Text(IndexedWords words, IReadOnlyDictionary<string, string> stems, out int count)
    {
        var positions = new Dictionary<string, List<string>>();
        var at = 1;
        count = 0;
        foreach (var (tokens, column) in (ReadOnlySpan<(string, char)>)
            [(words.Name, 'A'), (words.Folder, 'B'), (words.Captions, 'D')])
        {
            foreach (var token in Split(tokens))
            {
                var stem = stems[token];
                if (!positions.TryGetValue(stem, out var places))
                    positions[stem] = places = [];
                if (places.Count < MostPositions && at <= LastPosition)
                    places.Add(string.Create(CultureInfo.InvariantCulture, $"{at}{column}"));
                at++;
                count++;
            }
            at += Gap;
        }
        var text = new StringBuilder();
        foreach (var (stem, places) in positions)
        {
            text.Append(Quote(stem));
            if (places.Count > 0)
                text.Append(':').AppendJoin(',', places);
            text.Append(' ');
        }
        return text.ToString();
    }

    /// <summary>A word as the texts of <c>tsvector</c> and <c>tsquery</c> take it.</summary>
    public static string Quote(string word) =>
        $"'{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>
    /// The stems of words. As in SQLite's index, a word of other letters than ASCII's, or of fewer than three, is its
    /// own stem.
    /// </summary>
    public static Dictionary<string, string> Stems(Session session, IEnumerable<string> tokens)
    {
        var stems = tokens.Distinct().ToDictionary(static token => token);
        string[] stemmed = [.. stems.Keys.Where(static token => token.Length >= 3 && Ascii.IsValid(token))];
        foreach (var (token, stem) in session.Rows(
            static row => (row.GetString(0), row.GetString(1)),
            "SELECT w, coalesce((ts_lexize('clip.porter', w))[1], w) FROM unnest($1) w", [stemmed]))
        {
            stems[token] = stem;
        }
        return stems;
    }

    private static string[] Split(string tokens) => tokens.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
