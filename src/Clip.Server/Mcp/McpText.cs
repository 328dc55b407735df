using System.Globalization;

namespace Clip.Server.Mcp;

/// <summary>Values as the tools write them.</summary>
internal static class McpText
{
    /// <summary>A moment by the clock where it was, without a time zone.</summary>
    public static string? Date(DateTime? date) =>
        date?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

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
