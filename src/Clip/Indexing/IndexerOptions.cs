using Clip.Files;

namespace Clip;

/// <summary>What an <see cref="Indexer"/> indexes, and how.</summary>
public sealed class IndexerOptions
{
    /// <summary>
    /// Files and folders to index, all inside the index's root; empty for the whole root. Other files in the index are
    /// kept.
    /// </summary>
    public IReadOnlyList<string> Paths { get; set; } = [];

    /// <summary>
    /// Glob patterns of paths to exclude, relative to the root. The index remembers them for later runs; pictures that
    /// match leave it.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; set; } = [];

    /// <summary>Whether to forget the patterns of earlier runs, so that only <see cref="Exclude"/> applies.</summary>
    public bool ForgetExcludes { get; set; }

    /// <summary>
    /// Whether to exclude system folders, and thumbnails and previews of photo managers and network drives. The index
    /// remembers the choice: null keeps it, and is true for a new index.
    /// </summary>
    public bool? DefaultExcludes { get; set; }

    /// <summary>Caption files to attach, besides those found in the root.</summary>
    public IReadOnlyList<string> CaptionFiles { get; set; } = [];

    /// <summary>
    /// Whether to attach the captions that come with pictures: titles, descriptions and keywords in EXIF, XMP and IPTC
    /// and in the XMP sidecars <c>NAME.xmp</c> and <c>NAME.EXT.xmp</c>, and the lines of the text sidecars
    /// <c>NAME.txt</c> and <c>NAME.EXT.txt</c>. False also removes those attached before; dates, cameras and places are
    /// read in any case. The index remembers the choice: null keeps it, and is true for a new index.
    /// </summary>
    public bool? PictureCaptions { get; set; }

    /// <summary>
    /// Whether to remove every file that the run does not find, also those whose drive seems to be away, and to forget
    /// what was kept in case that removed pictures come back.
    /// </summary>
    public bool Prune { get; set; }

    /// <summary>
    /// Other indexes. A file whose content one of them holds, such as one that was moved here from its folder, takes
    /// its vector from there and is not encoded again. Those that are missing, or hold vectors of another model or
    /// decode mode, are passed over.
    /// </summary>
    public IReadOnlyList<IndexLocation> Neighbors { get; set; } = [];

    /// <summary>How long to wait for another writer of the index.</summary>
    public WriterWait Wait { get; set; } = WriterWait.None;

    /// <summary>
    /// Whether to read every file and compare its content, also where size, time and identity are those in the index.
    /// </summary>
    public bool VerifyContent { get; set; }

    /// <summary>Whether to check every vector first, and to re-encode damaged ones.</summary>
    public bool Repair { get; set; }

    /// <summary>Whether to free the space of vectors that nothing refers to at the end of the run.</summary>
    public CompactionChoice Compact { get; set; } = CompactionChoice.Automatic;

    /// <summary>Whether to report unchanged files again that could not be read by an earlier run.</summary>
    public bool RepeatErrors { get; set; } = true;

    /// <summary>
    /// Called with each change of the index once it is stored, so that no change is reported that an interruption could
    /// lose. From one thread at a time.
    /// </summary>
    public Action<IndexChange>? OnChange { get; set; }

    /// <summary>The most unreadable files to report; others are only counted. At least 0.</summary>
    public int MaxFailureReports { get; set; } = int.MaxValue;

    /// <summary>What changed in the folder, to look at nothing else; null looks at everything.</summary>
    internal ChangedPaths? Changed { get; set; }

    /// <summary>
    /// Whether a new or changed file is complete; one that is not is left to a later run. Null takes all.
    /// </summary>
    internal Func<PictureFile, bool>? IsComplete { get; set; }

    /// <summary>
    /// Whether a file that could not be read will stay so; one that will not is left to a later run without a word.
    /// Null takes all for final.
    /// </summary>
    internal Func<PictureFile, bool>? IsFinal { get; set; }

    /// <summary>
    /// Called with each folder that the run enters through a link: its path relative to the root, and its real path.
    /// </summary>
    internal Action<string, string>? OnLinkedFolder { get; set; }

    /// <summary>
    /// Whether the run follows a link to this real path; what it does not follow stays as it is in the index. Null
    /// follows all.
    /// </summary>
    internal Predicate<string>? FollowsLink { get; set; }

    /// <summary>
    /// Whether the run does without what an older program did not store if the index cannot be written.
    /// </summary>
    internal bool IsBestEffort { get; set; }

    /// <summary>Whether a model in 8 bits is measured before a new index gets vectors of it.</summary>
    internal bool ProvePrecision { get; set; } = true;

    /// <summary>Whether caption files are read, also those with a usual name.</summary>
    internal bool ReadCaptionFiles { get; set; } = true;

    /// <summary>
    /// How JPEGs are decoded; null for the mode of the index, which is <see cref="DecodeMode.Fast"/> for a new one.
    /// </summary>
    public DecodeMode? Decode { get; set; }

    /// <summary>A copy, which later changes of these options do not reach.</summary>
    internal IndexerOptions Clone() => (IndexerOptions)MemberwiseClone();
}
