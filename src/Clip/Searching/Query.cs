using Clip.Searching;

namespace Clip;

/// <summary>What to search for: a text, a picture, an embedding, or a weighted mix of them.</summary>
/// <param name="Terms">The parts of the mix; at least one.</param>
/// <example><code>
/// Query dog = "a dog";
/// var mix = new Query([QueryTerm.Text("golden retriever", 2), QueryTerm.Picture(PictureSource.FromFile("pool.jpg"))]);
/// </code></example>
public sealed record Query(IReadOnlyList<QueryTerm> Terms)
{
    /// <summary>A query of one text.</summary>
    public static Query FromText(string text) => new([QueryTerm.Text(text)]);

    /// <summary>A query of one picture.</summary>
    public static Query FromPicture(PictureSource picture) => new([QueryTerm.Picture(picture)]);

    /// <summary>A query of one embedding that the caller has.</summary>
    /// <param name="vector">A unit vector of the model's dimension.</param>
    public static Query FromVector(ReadOnlyMemory<float> vector) => new([QueryTerm.Vector(vector)]);

    /// <summary>A query of one text.</summary>
    public static implicit operator Query(string text) => FromText(text);

    /// <summary>
    /// Parses a query that a user wrote as words: terms joined by the words <c>+</c> and <c>-</c>. Neighboring words
    /// make one text; a word that names a picture is a term of its own, added if no operator stands before it. Where
    /// several terms are mixed, each may have a weight in front (<c>2:</c>, <c>0.5:</c>); a text alone is taken as it
    /// is, so that <c>16:9 screen</c> is a text.
    /// </summary>
    /// <param name="words">The words, unquoted; a word may contain spaces.</param>
    /// <param name="pictureOf">The picture that a word names, or null if the word is text.</param>
    /// <param name="isPartOfMix">Whether the caller adds further terms, so that weights count.</param>
    /// <exception cref="SearchException">The query is empty, or an operator lacks a term.</exception>
    /// <example><c>2:golden retriever + ./pool.jpg - people</c></example>
    internal static Query Parse(
        IReadOnlyList<string> words, Func<string, PictureSource?> pictureOf, bool isPartOfMix = false)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(pictureOf);
        return new Query(new QueryParser(words, pictureOf, isPartOfMix).Parse());
    }
}
