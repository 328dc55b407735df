namespace Clip.Metadata;

/// <summary>What one source, such as EXIF, says about a picture.</summary>
internal sealed class SourceFacts
{
    private readonly List<string> _titles = [];
    private readonly List<string> _descriptions = [];
    private readonly List<string> _keywords = [];
    private readonly List<string> _categories = [];

    public string? Make { get; set; }

    public string? Model { get; set; }

    public GeoPoint? Place { get; set; }

    public IReadOnlyList<string> Titles => _titles;

    public IReadOnlyList<string> Descriptions => _descriptions;

    /// <summary>The keywords, then the categories above them.</summary>
    public IReadOnlyList<string> Keywords => [.. _keywords, .. _categories];

    public void AddTitle(string? text) => Add(_titles, text);

    public void AddDescription(string? text) => Add(_descriptions, text);

    /// <summary>Adds a comment, where programs often name themselves.</summary>
    public void AddComment(string? text)
    {
        if (text is not null && !Boilerplate.IsByProgram(text))
            AddDescription(text);
    }

    public void AddKeyword(string? text) => Add(_keywords, text);

    /// <summary>
    /// Adds a keyword with the categories above it, such as <c>Places|Europe|Rome</c>. The categories, which say less
    /// about the picture, follow all keywords.
    /// </summary>
    public void AddHierarchy(string? path, char separator)
    {
        if (path is null || path.Length > MetadataText.MaxCharacters
            || _keywords.Count + _categories.Count >= MetadataFindings.MaxCaptions)
        {
            return;
        }
        var levels = path.Split(
            separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (levels.Length == 0)
            return;
        AddKeyword(levels[^1]);
        for (var level = levels.Length - 2; level >= 0; level--)
            Add(_categories, levels[level]);
    }

    private static void Add(List<string> texts, string? text)
    {
        if (texts.Count < MetadataFindings.MaxCaptions && MetadataText.Tidy(text) is { } tidy)
            texts.Add(tidy);
    }
}
