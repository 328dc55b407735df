namespace Clip;

/// <summary>Why a search cannot be answered.</summary>
public enum SearchFault
{
    /// <summary>An operator of the query, or the query itself, lacks a term.</summary>
    MissingTerm,

    /// <summary>A term of the query is empty.</summary>
    EmptyTerm,

    /// <summary>Two terms follow a minus, and it cannot be known whether it is meant for both.</summary>
    MissingOperator,

    /// <summary>The terms of the query cancel each other out, so that no direction is left to search in.</summary>
    TermsCancelOut,

    /// <summary>
    /// An embedding in the query has another dimension than the model, or a value that is not finite.
    /// </summary>
    UnusableVector,

    /// <summary>The index does not hold the picture that the query names.</summary>
    NotIndexed,

    /// <summary>The index holds no captions to choose from.</summary>
    NoCaptions,

    /// <summary>The query has no words to rank pictures by: it is no text, or a weighted mix.</summary>
    NoWords,
}

/// <summary>A search cannot be answered because of what it asks for.</summary>
public sealed class SearchException : ClipException
{
    private const string GiveTerm = "give a text or a picture, for example: \"a dog\"";

    private SearchException(SearchFault fault, string subject, string problem, string? remedy)
        : base(subject, problem, remedy) => Fault = fault;

    /// <summary>Why.</summary>
    public SearchFault Fault { get; }

    internal static SearchException MissingTerm(string subject) =>
        new(SearchFault.MissingTerm, subject, "lacks a term", GiveTerm);

    /// <param name="sign">The operator, <c>+</c> or <c>-</c>.</param>
    /// <param name="side">Where the term is missing: <c>before</c> or <c>after</c>.</param>
    internal static SearchException MissingTerm(string sign, string side) =>
        new(SearchFault.MissingTerm, sign, $"lacks a term {side} it", GiveTerm);

    internal static SearchException MissingOperator(string term) => new(
        SearchFault.MissingOperator, term, "is the second term after a minus", "write + or - before it");

    internal static SearchException EmptyTerm(string subject) =>
        new(SearchFault.EmptyTerm, subject, "is empty", GiveTerm);

    internal static SearchException TermsCancelOut() =>
        new(SearchFault.TermsCancelOut, "the query", "its terms cancel each other out", "change a weight");

    internal static SearchException UnusableVector(string problem) =>
        new(SearchFault.UnusableVector, "the query", problem, "give a unit vector of the model");

    internal static SearchException NotIndexed(string path) =>
        new(SearchFault.NotIndexed, path, "is not in the index", "update the index");

    internal static SearchException NoSuchPicture(string path) => new(
        SearchFault.NotIndexed, path, "is not in the index, and there is no such file", "check the path");

    internal static SearchException NoWords() => new(
        SearchFault.NoWords, "the query", "has no words to rank by, because it is not a text alone",
        "rank by the embedding, or give a text without weights");

    internal static SearchException NoCaptions(string folder) => new(
        SearchFault.NoCaptions, folder, "its index holds no captions",
        "attach captions, or choose from a caption file");
}
