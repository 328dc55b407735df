namespace Clip.Metadata;

/// <summary>The sources of a picture's date, most reliable first.</summary>
internal enum DateSource
{
    ExifOriginal,
    XmpOriginal,
    ExifDigitized,
    XmpCreated,
    IptcCreated,
    ExifChanged,
}

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
    public const int MaxCaptions = 64;

    private const int MaxBlocks = 24;

    private readonly SortedDictionary<DateSource, LocalTime> _dates = [];
    private readonly List<string> _titles = [];
    private readonly List<string> _descriptions = [];
    private readonly List<string> _keywords = [];

    private int _blocks;

    /// <summary>The facts of EXIF, written by the camera.</summary>
    public CameraFacts Exif { get; } = new();

    /// <summary>The facts of XMP, written by programs.</summary>
    public CameraFacts Xmp { get; } = new();

    private string? Make => Exif.Make ?? Xmp.Make;

    private string? Model => Exif.Model ?? Xmp.Model;

    /// <summary>Whether another block may be read; a file with more blocks than programs write is hostile.</summary>
    public bool MayReadBlock() => ++_blocks <= MaxBlocks;

    public void AddDate(DateSource source, LocalTime? time)
    {
        if (time is { } known)
            _dates.TryAdd(source, known);
    }

    public void AddTitle(string? text) => Add(_titles, text);

    public void AddDescription(string? text) => Add(_descriptions, text);

    public void AddKeyword(string? text) => Add(_keywords, text);

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

    /// <summary>The captions without duplicates and default texts.</summary>
    public IReadOnlyList<string> Captions()
    {
        var captions = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in _titles.Concat(_descriptions).Concat(_keywords))
        {
            if (captions.Count < MaxCaptions && !Boilerplate.Is(text, Make, Model) && seen.Add(text))
                captions.Add(text);
        }
        return captions;
    }

    private static void Add(List<string> texts, string? text)
    {
        if (texts.Count < MaxCaptions && MetadataText.Tidy(text) is { } tidy)
            texts.Add(tidy);
    }
}
