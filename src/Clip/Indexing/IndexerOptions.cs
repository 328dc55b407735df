using Clip.Catalog;
using Clip.Images;

namespace Clip.Indexing;

/// <summary>What an <see cref="Indexer"/> indexes, and how.</summary>
public sealed record IndexerOptions
{
    /// <summary>
    /// Files and folders to index, all inside the index's root; empty for the whole root. Other files in the index are
    /// kept.
    /// </summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Glob patterns of paths to exclude, relative to the root.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Caption files to attach, besides those found in the root.</summary>
    public IReadOnlyList<string> CaptionFiles { get; init; } = [];

    /// <summary>
    /// Whether to attach the captions that come with pictures: titles, descriptions and keywords in EXIF, XMP and IPTC
    /// and in the XMP sidecars <c>NAME.xmp</c> and <c>NAME.EXT.xmp</c>, and the lines of the text sidecars
    /// <c>NAME.txt</c> and <c>NAME.EXT.txt</c>. False also removes those attached before; dates, cameras and places are
    /// read in any case. The index remembers the choice: null keeps it, and is true for a new index.
    /// </summary>
    public bool? PictureCaptions { get; init; }

    /// <summary>Whether to remove files that exist but are excluded, and all files of an empty root.</summary>
    public bool Prune { get; init; }

    /// <summary>How long to wait for another writer of the index.</summary>
    public WriterWait Wait { get; init; } = WriterWait.None;

    /// <summary>Whether to check every vector first, and to re-encode damaged ones.</summary>
    public bool Repair { get; init; }

    /// <summary>Whether to free the space of vectors that nothing refers to at the end of the run.</summary>
    public CompactionChoice Compact { get; init; } = CompactionChoice.WhenItPays;

    /// <summary>Whether to report unchanged files again that could not be read by an earlier run.</summary>
    public bool RepeatErrors { get; init; } = true;

    /// <summary>
    /// How JPEGs are decoded; null for the mode of the index, which is <see cref="DecodeMode.Fast"/> for a new one.
    /// </summary>
    public DecodeMode? Decode { get; init; }
}
