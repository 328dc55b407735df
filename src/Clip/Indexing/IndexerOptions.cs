using Clip.Catalog;
using Clip.Images;

namespace Clip.Indexing;

/// <summary>What an <see cref="Indexer"/> takes in and how.</summary>
public sealed record IndexerOptions
{
    /// <summary>Files and folders to take in, all inside the index's root; empty takes the whole root. What the index holds of the rest stays.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Glob patterns of paths to leave out, relative to the root.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Caption files to attach, besides those found in the root.</summary>
    public IReadOnlyList<string> CaptionFiles { get; init; } = [];

    /// <summary>
    /// Whether to attach the captions that pictures bring: titles, descriptions and keywords in EXIF, XMP and IPTC, and the lines
    /// of <c>NAME.txt</c> and <c>NAME.EXT.txt</c> beside them. False takes away those attached before. The index remembers it: null does as it was told last, and true for a new one.
    /// </summary>
    public bool? OwnCaptions { get; init; }

    /// <summary>Whether to drop files that exist but are no longer among those taken in, and all files of an empty root.</summary>
    public bool Prune { get; init; }

    /// <summary>What to do while another writer is at work on the index.</summary>
    public WriterWait Wait { get; init; } = WriterWait.None;

    /// <summary>Whether to check every vector first, and to make those anew that are not what was stored.</summary>
    public bool Repair { get; init; }

    /// <summary>Whether to free the space of vectors that nothing refers to any more when the run has done its work.</summary>
    public CompactionChoice Compact { get; init; } = CompactionChoice.WhenItPays;

    /// <summary>Whether files that could not be read when they were last tried, and have not changed, are told again.</summary>
    public bool RepeatErrors { get; init; } = true;

    /// <summary>How JPEGs are decoded; null takes the mode that the index was made with, <see cref="DecodeMode.Fast"/> for a new one.</summary>
    public DecodeMode? Decode { get; init; }
}
