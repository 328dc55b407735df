namespace Clip.Catalog.Database;

/// <summary>
/// Which texts the catalog can store unchanged: SQLite stores UTF-8, and many of its functions stop at a NUL.
/// </summary>
internal static class StorableText
{
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]))
                return false;
            if (!char.IsHighSurrogate(text[i]))
                continue;
            if (++i == text.Length || !char.IsLowSurrogate(text[i]))
                return false;
        }
        return true;
    }

    /// <exception cref="ArgumentException">Not a path relative to the index's root.</exception>
    /// <exception cref="IndexException">Not valid Unicode.</exception>
    public static void CheckPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path[0] == '/' || path == ".." || path.StartsWith("../", StringComparison.Ordinal))
            throw new ArgumentException($"\"{path}\" is not relative to the index's root.", nameof(path));
        if (!IsStorable(path))
            throw IndexException.InvalidText(path, "its name is not valid Unicode", "rename the file");
    }

    /// <exception cref="IndexException">Empty or not valid Unicode.</exception>
    public static void CheckCaption(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            throw IndexException.InvalidText("caption", "is empty");
        if (!IsStorable(text))
            throw IndexException.InvalidText($"caption \"{text}\"", "is not valid Unicode", "save its file as UTF-8");
    }
}
