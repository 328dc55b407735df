namespace Clip.Server.Mcp;

/// <summary>What the tools look for in texts.</summary>
internal static class McpText
{
    /// <summary>
    /// Whether the caption or the path of a picture has all words of a query, short ones such as <c>on</c> aside.
    /// </summary>
    public static bool HasWords(FoundPicture found, string query)
    {
        var words = query.Split([' ', ',', '.', ';', ':', '!', '?', '"'], StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word.Length > 2 || !char.IsAscii(word[0])).ToList();
        return words.Count > 0 && words.TrueForAll(word =>
            found.Path.Contains(word, StringComparison.OrdinalIgnoreCase)
            || found.Caption?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);
    }
}
