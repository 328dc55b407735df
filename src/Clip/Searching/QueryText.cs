namespace Clip.Searching;

/// <summary>The text of a query whose words pictures can be ranked by.</summary>
internal static class QueryText
{
    /// <summary>
    /// The words of a query that is nothing but texts of weight 1; null for any other. Words have no place in the
    /// weighing of embeddings, and a picture has none.
    /// </summary>
    public static string? Of(Query query) => query.Terms.All(static term => term is TextTerm { Weight: 1 })
        ? string.Join('\n', query.Terms.OfType<TextTerm>().Select(static term => term.Value))
        : null;
}
