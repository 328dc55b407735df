using System.Globalization;

namespace Clip;

/// <summary>Why a folder, or a path in it, cannot be walked or indexed.</summary>
public enum FolderFault
{
    /// <summary>Its path does not exist.</summary>
    Missing,

    /// <summary>Its path is a file.</summary>
    NotAFolder,

    /// <summary>It was read and holds no pictures.</summary>
    NoPictures,

    /// <summary>A path is not inside <see cref="FolderException.Root"/>.</summary>
    Outside,

    /// <summary>It holds none of the pictures that its index knows, as when a drive is not mounted.</summary>
    AllMissing,

    /// <summary>
    /// It holds none of the pictures any more that its index knows in it, though other folders still hold theirs.
    /// </summary>
    Absent,

    /// <summary>It lies on another drive than the pictures that its index knows in it and that are not there.</summary>
    OtherDrive,

    /// <summary>It was moved, renamed or replaced while it was indexed.</summary>
    Moved,

    /// <summary>
    /// Files are to be moved out of the folders of pictures, but it lies inside one, which would find them again.
    /// </summary>
    InsidePictures,
}

/// <summary>A folder, or a path in it, cannot be walked or indexed.</summary>
public sealed class FolderException : ClipException
{
    private FolderException(FolderFault fault, string path, string problem, string remedy, Exception? cause = null)
        : base(path, problem, remedy, cause) => Fault = fault;

    /// <summary>The kind of problem.</summary>
    public FolderFault Fault { get; }

    /// <summary>
    /// The folder that is indexed, where <see cref="ClipException.Subject"/> should be inside it or lost pictures; null
    /// for other faults.
    /// </summary>
    public string? Root { get; private init; }

    /// <summary>The folder of the index that keeps what is away; null for other faults.</summary>
    public string? IndexDirectory { get; private init; }

    /// <summary>The error for a walk that found no files.</summary>
    public static FolderException NoPictures(string path) => new(
        FolderFault.NoPictures, path, "holds no pictures",
        "name a folder with pictures (JPEG, PNG, WebP, HEIC, ...) outside of hidden folders");

    internal static FolderException Missing(string path) =>
        new(FolderFault.Missing, path, "does not exist", "check the path");

    internal static FolderException NotAFolder(string path) =>
        new(FolderFault.NotAFolder, path, "is a file, not a folder", "name the folder it lies in");

    internal static FolderException Outside(string path, string root) =>
        new(FolderFault.Outside, path, $"is not in {root}, the folder that is indexed", "name paths inside it")
        {
            Root = root,
        };

    /// <param name="root">The folder that is indexed.</param>
    /// <param name="index">The folder of the index.</param>
    internal static FolderException AllMissing(string root, string index) => Away(
        FolderFault.AllMissing, root, "has none of the pictures that its index knows, so nothing was removed", root,
        index);

    /// <param name="path">The folder.</param>
    /// <param name="root">The folder that is indexed.</param>
    /// <param name="index">The folder of the index.</param>
    /// <param name="count">The number of pictures that it lost.</param>
    internal static FolderException Absent(string path, string root, string index, int count) => Away(
        FolderFault.Absent, path, $"has lost all of its {Pictures(count)} at once, so they stay in the index", root,
        index);

    /// <inheritdoc cref="Absent"/>
    internal static FolderException OtherDrive(string path, string root, string index, int count) => Away(
        FolderFault.OtherDrive, path,
        $"is on another drive than before, so {Pictures(count)} that are not there stay in the index", root, index);

    internal static FolderException Moved(string path, Exception? cause = null) => new(
        FolderFault.Moved, path,
        "was moved or renamed while it was indexed; what was stored until then is kept with it",
        "index it again at its new place", cause);

    internal static FolderException InsidePictures(string path, string root) => new(
        FolderFault.InsidePictures, path, $"is inside {root}, where the next search would find the files again",
        "name a folder outside of it")
    {
        Root = root,
    };

    private static FolderException Away(
        FolderFault fault, string path, string problem, string root, string index) =>
        new(fault, path, problem, "mount the drive")
        {
            Root = root,
            IndexDirectory = index,
        };

    private static string Pictures(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "picture" : "pictures")}");
}
