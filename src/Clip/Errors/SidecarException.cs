namespace Clip;

/// <summary>Why captions of a sidecar are not used.</summary>
public enum SidecarFault
{
    /// <summary>The file is larger than any sidecar should be, and none of its lines are used.</summary>
    TooLarge,

    /// <summary>
    /// The file has more lines than one picture may have captions, and only the first lines are used.
    /// </summary>
    TooManyLines,

    /// <summary>The file is not XMP, or only in part, and what could be read is used.</summary>
    DamagedXmp,
}

/// <summary>A picture's sidecar, a text or XMP file, cannot be used, or only in part.</summary>
public sealed class SidecarException : ClipException
{
    private SidecarException(SidecarFault fault, string path, string problem, string remedy)
        : base(path, problem, remedy) => Fault = fault;

    /// <summary>The kind of problem.</summary>
    public SidecarFault Fault { get; }

    internal static SidecarException TooLarge(string path, int mebibytes) => new(
        SidecarFault.TooLarge, path, $"is larger than {mebibytes} MiB and is not used for captions",
        "put each caption of the picture on a line of its own, or rename the file");

    internal static SidecarException TooManyLines(string path, int lines) => new(
        SidecarFault.TooManyLines, path, $"has more than {lines} lines; only the first {lines} are used as captions",
        "give captions of many pictures in a caption file");

    internal static SidecarException DamagedXmp(string path, string problem) => new(
        SidecarFault.DamagedXmp, path, $"{problem}; what could be read of it is used",
        "save the picture's metadata again with the program that wrote it, or delete it");
}
