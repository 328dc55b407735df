namespace Clip;

/// <summary>Why a folder gives no pictures at all.</summary>
public enum FolderFault
{
    /// <summary>There is nothing at its path.</summary>
    Missing,

    /// <summary>A file is at its path.</summary>
    NotAFolder,

    /// <summary>It could be read and holds no picture.</summary>
    NoPictures,
}

/// <summary>A folder gives no pictures at all.</summary>
public sealed class FolderException : ClipException
{
    private FolderException(FolderFault fault, string path, string problem, string remedy)
        : base(path, problem, remedy) => Fault = fault;

    /// <summary>Why.</summary>
    public FolderFault Fault { get; }

    /// <summary>The error of a walk that came to its end without a file.</summary>
    public static FolderException NoPictures(string path) =>
        new(FolderFault.NoPictures, path, "holds no pictures", "name a folder with pictures (JPEG, PNG, WebP, HEIC, ...) outside of hidden folders");

    internal static FolderException Missing(string path) =>
        new(FolderFault.Missing, path, "does not exist", "check the path");

    internal static FolderException NotAFolder(string path) =>
        new(FolderFault.NotAFolder, path, "is a file, not a folder", "name the folder it lies in");
}
