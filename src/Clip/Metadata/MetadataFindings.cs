namespace Clip.Metadata;

/// <summary>
/// Collects the metadata of a file's blocks and resolves disagreements as the Metadata Working Group does (guidelines
/// 2.0): EXIF before XMP before IPTC, unless IPTC was changed after the XMP was written. Titles precede descriptions
/// and keywords.
/// </summary>
internal sealed class MetadataFindings
{
    /// <summary>The maximum number of captions, more than people write; each one is encoded.</summary>
    public const int MaxCaptions = 1000;

    private const int MaxBlocks = 24;
    private const int MaxXmpBytes = 2 * XmpReader.MaxBytes;

    private readonly SortedDictionary<DateSource, LocalTime> _dates = [];
    private int _blocks;
    private int _xmpBytes;

    /// <summary>What EXIF says, written by the camera, and the comments and texts of file formats.</summary>
    public SourceFacts Exif { get; } = new();

    /// <summary>What XMP says, written by programs.</summary>
    public SourceFacts Xmp { get; } = new();

    /// <summary>What IPTC says, written by programs.</summary>
    public SourceFacts Iptc { get; } = new();

    /// <summary>Whether a program changed the IPTC and left the XMP as it was.</summary>
    public bool IsIptcNewer { get; set; }

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
        // Titles and headlines differ from program to program. Keywords and descriptions are the same ones in XMP and
        // IPTC, so what only the older of them has was removed.
        var (newer, older) = IsIptcNewer ? (Iptc, Xmp) : (Xmp, Iptc);
        return new PictureTexts(
            Select([.. Exif.Titles, .. Xmp.Titles, .. Iptc.Titles]),
            Select([.. Exif.Descriptions, .. newer.Descriptions.Count > 0 ? newer.Descriptions : older.Descriptions]),
            Select([
                .. Exif.Keywords, .. newer.Keywords.Count > 0 ? newer.Keywords : older.Keywords,
                .. newer.PlaceNames.Count > 0 ? newer.PlaceNames : older.PlaceNames,
            ]));

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
}
