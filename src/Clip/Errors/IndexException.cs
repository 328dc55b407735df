namespace Clip;

/// <summary>An index cannot be opened, read or written.</summary>
public sealed class IndexException : ClipException
{
    private const string StartAgain = "restore the folder from a copy, or delete it and index again";

    // Error numbers: Linux and macOS as they are, Windows as HRESULT_FROM_WIN32.
    private const int ReadOnlyFileSystem = 30;

    private IndexException(
        IndexFault fault, string subject, string problem, string? remedy = null, Exception? cause = null)
        : base(subject, problem, remedy, cause) => Fault = fault;

    /// <summary>Why.</summary>
    public IndexFault Fault { get; }

    /// <summary>
    /// What the index has where something else was expected: what its model was called, its decode mode, its folder, or
    /// the language of its captions (null for the model's own).
    /// </summary>
    public string? Stored { get; private init; }

    /// <summary>What was expected in place of <see cref="Stored"/>.</summary>
    public string? Expected { get; private init; }

    /// <summary>The variant that the index's model was asked for with, or null.</summary>
    public string? StoredVariant { get; private init; }

    /// <summary>The dimensions that the index's model was asked to truncate its embeddings to, or null.</summary>
    public int? StoredDimensions { get; private init; }

    /// <summary>The arithmetic that the index's model was asked for with, such as <c>int8</c>, or null.</summary>
    public string? StoredPrecision { get; private init; }

    /// <summary>The folder of pictures that the index is for, where that is known.</summary>
    public string? Root { get; private set; }

    /// <summary>The index's own folder, where that is known.</summary>
    public string? Directory { get; private set; }

    /// <summary>
    /// The process that is writing the index, such as <c>process 17 on host since 2026-01-31 12:00:00Z</c>.
    /// </summary>
    public string? Holder { get; private init; }

    /// <summary>Whether a repair restores what is unusable: the catalog is sound and names what was lost.</summary>
    public bool IsRepairable { get; private init; }

    /// <summary>Adds where the index is that a caller opened.</summary>
    internal void Locate(string root, string directory)
    {
        Root ??= root;
        Directory ??= directory;
    }

    internal static IndexException Missing(string directory, string root) =>
        new(IndexFault.Missing, directory, "there is no index here") { Root = root };

    internal static IndexException KeptInDatabase(string address) => new(
        IndexFault.Other, address, "is an index in a database, which cannot be changed in this way",
        "change an index in a folder, and copy it");

    internal static IndexException EmptyCatalog(string path) => new(IndexFault.Missing, path, "holds nothing yet");

    internal static IndexException FolderMissing(string root) =>
        new(IndexFault.FolderMissing, root, "does not exist", "check the path");

    internal static IndexException Written(string directory, string holder) =>
        new(IndexFault.Busy, directory, $"is being written by {holder}", "try again when that has finished")
        {
            Holder = holder,
        };

    /// <summary>The vectors come from another model than the caller's.</summary>
    /// <param name="directory">The index's folder.</param>
    /// <param name="stored">What the index's model was called.</param>
    /// <param name="variant">The variant that it was asked for with, or null.</param>
    /// <param name="dimensions">The dimensions that it was asked for with, or null.</param>
    /// <param name="precision">The arithmetic that it was asked for with, or null.</param>
    /// <param name="expected">The name of the caller's model.</param>
    /// <param name="problem">Both models, with what tells them apart.</param>
    internal static IndexException OtherModel(
        string directory, string stored, string? variant, int? dimensions, string? precision, string expected,
        string problem) =>
        new(IndexFault.OtherModel, directory, problem, "use that model, or delete the folder and index again")
        {
            Stored = stored,
            StoredVariant = variant,
            StoredDimensions = dimensions,
            StoredPrecision = precision,
            Expected = expected,
        };

    internal static IndexException OtherDecodeMode(string directory, string stored, string expected) =>
        new(
            IndexFault.OtherDecodeMode, directory, $"was made with the decode mode {stored}, not {expected}",
            "use that decode mode, or delete the folder and index again")
        {
            Stored = stored,
            Expected = expected,
        };

    internal static IndexException OtherFolder(string directory, string stored, string expected) =>
        new(IndexFault.OtherFolder, directory, $"is the index of {stored}, not of {expected}")
        {
            Stored = stored,
            Expected = expected,
        };

    /// <param name="directory">The index's folder.</param>
    /// <param name="stored">The language of its captions; null for the model's own.</param>
    /// <param name="expected">The language that was asked for.</param>
    internal static IndexException OtherCaptionLanguage(string directory, string? stored, string expected) =>
        new(
            IndexFault.OtherCaptionLanguage, directory,
            $"has captions in {stored ?? "the model's own language"}, not in {expected}")
        {
            Stored = stored,
            Expected = expected,
        };

    internal static IndexException Damaged(string path, string detail) =>
        new(IndexFault.Damaged, path, $"is damaged ({detail})", StartAgain);

    internal static IndexException Damaged(string path, Exception cause) =>
        new(IndexFault.Damaged, path, "is damaged", StartAgain, cause);

    internal static IndexException InUse(string path, Exception cause) =>
        new(IndexFault.Busy, path, "is in use by another program", "try again when that has finished", cause);

    internal static IndexException CannotOpen(string path, Exception cause) =>
        new(
            IndexFault.Other, path, "cannot be opened",
            "check that it is a file and that you may read it and its folder", cause);

    internal static IndexException NotACatalog(string path, Exception cause) =>
        new(IndexFault.NotAnIndex, path, "is not a catalog of Clip", "move it elsewhere", cause);

    internal static IndexException CatalogLost(string path, string vectorFile, string directory) =>
        new(
            IndexFault.CatalogLost, path, $"is gone or empty, though {vectorFile} beside it holds vectors",
            $"restore {directory} from a copy, or delete it and index again");

    /// <summary>A vector file that cannot be used as a whole, while the catalog knows what belongs into it.</summary>
    internal static IndexException VectorsUnusable(string path, string problem, Exception? cause = null) =>
        new(IndexFault.VectorsUnusable, path, problem, cause: cause) { IsRepairable = true };

    /// <summary>A vector file of a format that this version does not know, and must not overwrite.</summary>
    internal static IndexException VectorFormatUnknown(string path, string problem) =>
        new(IndexFault.VectorsUnusable, path, problem, StartAgain);

    internal static IndexException TooNew(string path, long format, long newestKnown) =>
        new(
            IndexFault.TooNew, path,
            $"was written by a newer program (format {format}; this one reads {newestKnown})");

    internal static IndexException TooOld(string directory, string root) =>
        new(IndexFault.TooOld, directory, "was made before dates, places and cameras were stored") { Root = root };

    internal static IndexException TooOldForWords(string directory, string root) =>
        new(IndexFault.TooOld, directory, "was made before the words of names and captions were stored")
        {
            Root = root,
        };

    internal static IndexException NotRecovered(string path, Exception cause) =>
        new(
            IndexFault.NotRecovered, path,
            "was not closed by its last writer and cannot be repaired here, because its folder cannot be written",
            "copy the folder to where it can be written and use the copy", cause);

    internal static IndexException NotAnIndex(string path) =>
        new(IndexFault.NotAnIndex, path, "is a database of another program", "move it elsewhere");

    internal static IndexException NotAFolder(string path) =>
        new(IndexFault.NotAFolder, path, "is a file where the index's folder should be", "move it away");

    internal static IndexException Full(string directory) =>
        new(IndexFault.Full, directory, "is full", "keep some of the pictures in an index of their own");

    internal static IndexException InvalidText(string subject, string problem, string? remedy = null) =>
        new(IndexFault.InvalidText, subject, problem, remedy);

    internal static IndexException InvalidVector(string subject) =>
        new(IndexFault.InvalidVector, subject, "the model gave a vector that is not of unit length");

    /// <summary>Describes what the operating system reported about a file of the index.</summary>
    internal static IndexException From(string path, Exception cause) => cause switch
    {
        IndexException known => known,
        IOException io when IsDiskFull(io) => DiskFull(path, io),
        UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem } => ReadOnly(path, cause),
        _ => Other(path, cause),
    };

    private static bool IsDiskFull(IOException io) => io.HResult is 28 // ENOSPC
        or unchecked((int)0x80070070) or unchecked((int)0x80070027) // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
        or 122 or 69; // EDQUOT

    internal static IndexException DiskFull(string path, Exception cause) =>
        new(
            IndexFault.DiskFull, path, "the disk is full", "free some space; what was stored before is kept", cause);

    internal static IndexException ReadOnly(string path, Exception cause) =>
        new(IndexFault.ReadOnly, path, "cannot be written", cause: cause);

    internal static IndexException Other(string path, Exception cause) =>
        new(IndexFault.Other, path, $"cannot be used ({cause.Message.TrimEnd('.')})", cause: cause);
}
