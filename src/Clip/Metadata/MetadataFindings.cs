namespace Clip.Metadata;

/// <summary>The camera and place according to one source.</summary>
internal sealed class CameraFacts
{
    public string? Make { get; set; }

    public string? Model { get; set; }

    public GeoPoint? Place { get; set; }
}

/// <summary>
/// Collects the metadata of a file's blocks and resolves disagreements: EXIF before XMP before IPTC for facts, titles
/// before descriptions before keywords for captions.
/// </summary>
internal sealed class MetadataFindings
{
    /// <summary>The maximum number of captions, more than people write; each one is encoded.</summary>
    public const int MaxCaptions = 1000;

    private const int MaxBlocks = 24;
    private const int MaxXmpBytes = 2 * XmpReader.MaxBytes;

    private readonly SortedDictionary<DateSource, LocalTime> _dates = [];
    private readonly List<string> _titles = [];
    private readonly List<string> _descriptions = [];
    private readonly List<string> _keywords = [];
    private readonly List<string> _categories = [];

    private int _blocks;
    private int _xmpBytes;

    /// <summary>The facts of EXIF, written by the camera.</summary>
    public CameraFacts Exif { get; } = new();

    /// <summary>The facts of XMP, written by programs.</summary>
    public CameraFacts Xmp { get; } = new();

    /// <summary>The identifier of the block that continues the XMP; null if there is none.</summary>
    public string? ExtendedXmp { get; set; }

    /// <summary>
    /// The extension of the picture that a sidecar was written for, without a dot; null if it does not say.
    /// </summary>
    public string? SidecarExtension { get; set; }

    private string? Make => Exif.Make ?? Xmp.Make;

    private string? Model => Exif.Model ?? Xmp.Model;

    /// <summary>Whether another block may be read; a file with more blocks than programs write is hostile.</summary>
    public bool MayReadBlock() => ++_blocks <= MaxBlocks;

    /// <summary>Whether another block of XMP may be read, which takes the most time per byte.</summary>
    public bool MayReadXmp(int bytes)
    {
        if (!MayReadBlock() || bytes > MaxXmpBytes - _xmpBytes)
            return false;
        _xmpBytes += bytes;
        return true;
    }

    public void AddDate(DateSource source, LocalTime? time)
    {
        if (time is { } known)
            _dates.TryAdd(source, known);
    }

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
        if (path is null || path.Length > MetadataText.MaxCharacters)
            return;
        var levels = path.Split(
            separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (levels.Length == 0)
            return;
        AddKeyword(levels[^1]);
        for (var level = levels.Length - 2; level >= 0; level--)
            Add(_categories, levels[level]);
    }

    public PictureMetadata Metadata()
    {
        var date = _dates.Count > 0 ? _dates.First().Value : (LocalTime?)null;
        return new PictureMetadata
        {
            Captured = date?.Time,
            UtcOffset = date?.UtcOffset,
            Camera = CameraName.Of(Make, Model),
            Place = Exif.Place ?? Xmp.Place,
        };
    }

    /// <summary>What the date of <see cref="Metadata"/> is the date of; null if there is none.</summary>
    public DateKind? DateKind => _dates.Count == 0 ? null : _dates.First().Key switch
    {
        < DateSource.ExifDigitized => Clip.Metadata.DateKind.Taken,
        < DateSource.ExifChanged => Clip.Metadata.DateKind.Digitized,
        _ => Clip.Metadata.DateKind.Changed,
    };

    /// <summary>All that was found.</summary>
    public EmbeddedMetadata ToEmbedded(bool isComplete) => new(Metadata(), DateKind, Texts(), isComplete);

    /// <summary>The texts without duplicates and default texts.</summary>
    public PictureTexts Texts()
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return new PictureTexts(Select(_titles), Select(_descriptions), Select(_keywords.Concat(_categories)));

        List<string> Select(IEnumerable<string> texts)
        {
            var selected = new List<string>();
            foreach (var text in texts)
            {
                if (seen.Count < MaxCaptions && !Boilerplate.Is(text, Make, Model) && seen.Add(text))
                    selected.Add(text);
            }
            return selected;
        }
    }

    private static void Add(List<string> texts, string? text)
    {
        if (texts.Count < MaxCaptions && MetadataText.Tidy(text) is { } tidy)
            texts.Add(tidy);
    }
}
