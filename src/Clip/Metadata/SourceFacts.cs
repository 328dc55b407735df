namespace Clip.Metadata;

/// <summary>What one source, such as EXIF, says about a picture.</summary>
internal sealed class SourceFacts
{
    /// <summary>The category under which darktable keeps words of its own.</summary>
    private const string Darktable = "darktable";

    private readonly List<string> _titles = [];
    private readonly List<string> _descriptions = [];
    private readonly List<string> _keywords = [];
    private readonly List<string> _categories = [];
    private readonly List<string> _places = [];
    private readonly HashSet<string> _programWords = new(StringComparer.OrdinalIgnoreCase);

    public string? Make { get; set; }

    public string? Model { get; set; }

    public GeoPoint? Place { get; set; }

    public IReadOnlyList<string> Titles => _titles;

    public IReadOnlyList<string> Descriptions => _descriptions;

    /// <summary>The keywords, then the categories above them.</summary>
    public IReadOnlyList<string> Keywords =>
        [.. _keywords.Where(word => !_programWords.Contains(word)), .. _categories];

    /// <summary>The names of places, such as those of the city and the country.</summary>
    public IReadOnlyList<string> PlaceNames => _places;

    public void AddTitle(string? text) => Add(_titles, text);

    public void AddDescription(string? text) => Add(_descriptions, text);

    /// <summary>Adds a comment, where programs often name themselves.</summary>
    public void AddComment(string? text)
    {
        if (text is not null && !Boilerplate.IsByProgram(text))
            AddDescription(text);
    }

    public void AddKeyword(string? text) => Add(_keywords, text);

    public void AddPlaceName(string? text) => Add(_places, text);

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
        if (levels[0].Equals(Darktable, StringComparison.OrdinalIgnoreCase))
        {
            // What darktable did to a picture, such as darktable|exported, which it writes into the flat list too.
            _programWords.UnionWith(levels);
            return;
        }
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
