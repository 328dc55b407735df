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
}

/// <summary>A folder, or a path in it, cannot be walked or indexed.</summary>
public sealed class FolderException : ClipException
{
    private FolderException(FolderFault fault, string path, string problem, string remedy)
        : base(path, problem, remedy) => Fault = fault;

    /// <summary>The kind of problem.</summary>
    public FolderFault Fault { get; }

    /// <summary>The folder that <see cref="ClipException.Subject"/> should be inside; null for other faults.</summary>
    public string? Root { get; private init; }

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

    internal static FolderException AllMissing(string root) => new(
        FolderFault.AllMissing, root, "has none of the pictures that its index knows, so nothing was removed",
        "mount the drive");
}
