namespace Clip.Metadata;

/// <summary>How far a source of a date is to be trusted to tell when the picture was taken; the first that speaks is believed.</summary>
internal enum DateSource
{
    ExifOriginal,
    XmpOriginal,
    ExifDigitized,
    XmpCreated,
    IptcCreated,
    ExifChanged,
}

/// <summary>What one source says of camera and place.</summary>
internal sealed class CameraFacts
{
    public string? Make { get; set; }

    public string? Model { get; set; }

    public GeoPoint? Place { get; set; }
}

/// <summary>
/// Gathers what a file's blocks say and settles where they disagree: EXIF before XMP before IPTC for facts, titles before
/// descriptions before keywords for captions.
/// </summary>
internal sealed class MetadataFindings
{
    /// <summary>More than any person writes; each caption costs a run of the text encoder.</summary>
    public const int MostCaptions = 64;

    private const int MostBlocks = 24;

    private readonly SortedDictionary<DateSource, LocalTime> _dates = [];
    private readonly List<string> _titles = [];
    private readonly List<string> _descriptions = [];
    private readonly List<string> _keywords = [];

    private int _blocks;

    /// <summary>What EXIF says; it is the camera's own word.</summary>
    public CameraFacts Exif { get; } = new();

    /// <summary>What XMP says, which programs write.</summary>
    public CameraFacts Xmp { get; } = new();

    private string? Make => Exif.Make ?? Xmp.Make;

    private string? Model => Exif.Model ?? Xmp.Model;

    /// <summary>Whether another block may be read; a file that has more of them than any program writes wants to waste time.</summary>
    public bool MayReadBlock() => ++_blocks <= MostBlocks;

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

    /// <summary>The captions, each once, without those that no person wrote.</summary>
    public IReadOnlyList<string> Captions()
    {
        var captions = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in _titles.Concat(_descriptions).Concat(_keywords))
        {
            if (captions.Count < MostCaptions && !Boilerplate.Is(text, Make, Model) && seen.Add(text))
                captions.Add(text);
        }
        return captions;
    }

    private static void Add(List<string> texts, string? text)
    {
        if (texts.Count < MostCaptions && OwnCaption.Tidy(text) is { } tidy)
            texts.Add(tidy);
    }
}
