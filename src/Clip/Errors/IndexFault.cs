namespace Clip;

/// <summary>Why an index cannot be opened, read or written.</summary>
public enum IndexFault
{
    /// <summary>For a reason that is not one of the others; <see cref="ClipException.Problem"/> names it.</summary>
    Other,

    /// <summary>
    /// There is none, or nothing has been stored in it yet. <see cref="IndexException.Root"/> is the folder to index.
    /// </summary>
    Missing,

    /// <summary>The folder of pictures does not exist.</summary>
    FolderMissing,

    /// <summary>
    /// Another process uses it. <see cref="IndexException.Holder"/> describes that process where it is the index's
    /// writer.
    /// </summary>
    Busy,

    /// <summary>It holds vectors of another model.</summary>
    OtherModel,

    /// <summary>Its pictures were decoded in another way.</summary>
    OtherDecodeMode,

    /// <summary>It belongs to another folder of pictures.</summary>
    OtherFolder,

    /// <summary>Its captions were encoded in another language.</summary>
    OtherCaptionLanguage,

    /// <summary>The catalog is damaged.</summary>
    Damaged,

    /// <summary>The catalog is missing or empty, although there is a file of vectors.</summary>
    CatalogLost,

    /// <summary>
    /// The file of vectors is missing, truncated or damaged as a whole. <see cref="IndexException.IsRepairable"/> tells
    /// whether a repair restores it.
    /// </summary>
    VectorsUnusable,

    /// <summary>There is no space left on the disk.</summary>
    DiskFull,

    /// <summary>A newer version of this library wrote it.</summary>
    TooNew,

    /// <summary>
    /// An older version of this library wrote it, without the data that a filter needs. Indexing
    /// <see cref="IndexException.Root"/> once adds it.
    /// </summary>
    TooOld,

    /// <summary>It cannot be written.</summary>
    ReadOnly,

    /// <summary>Its last writer was interrupted, and recovery needs write access to its folder.</summary>
    NotRecovered,

    /// <summary>Another program's file is in the place of the catalog.</summary>
    NotAnIndex,

    /// <summary>A file is in the place of the index's folder.</summary>
    NotAFolder,

    /// <summary>It holds as many vectors as an index can hold.</summary>
    Full,

    /// <summary>A path or a caption cannot be stored.</summary>
    InvalidText,

    /// <summary>The model produced a vector that is not of unit length.</summary>
    InvalidVector,
}
