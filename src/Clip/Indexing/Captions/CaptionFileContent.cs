using Clip.Captions;
using Clip.Files;

namespace Clip.Indexing.Captions;

/// <summary>What a caption file says that a run has found or was given, wherever the run stores it.</summary>
/// <param name="Captions">Its content; null for an empty file that merely has a usual name.</param>
/// <param name="IsRemembered">Whether it says the same the next time, as standard input does not.</param>
internal sealed record CaptionFileContent(CaptionFile? Captions, bool IsRemembered)
{
    /// <summary>The captions in it.</summary>
    public IReadOnlyList<CaptionRecord> Records => Captions?.Records ?? [];

    /// <summary>Reads a file, and reports the lines that cannot be used.</summary>
    /// <param name="file">The full path.</param>
    /// <param name="isGiven">Whether somebody named it; others merely have a usual name.</param>
    /// <param name="report">Called with each line that cannot be used.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ClipException">It is no file, cannot be read, or no line of it can be used.</exception>
    public static CaptionFileContent Read(
        string file, bool isGiven, Action<ClipException> report, CancellationToken cancellationToken)
    {
        if (!isGiven && FileStat.Of(RealPath.Resolve(file) ?? file) is { Kind: not FileKind.Regular } stat)
            throw NotAFile(file, stat.Kind);
        var captions = isGiven || new FileInfo(file).Length > 0 ? CaptionFile.ReadAny(file, cancellationToken) : null;
        if (captions is { Records.Count: 0, Errors.Count: > 0 })
            throw captions.NoCaptions();
        foreach (var error in captions?.Errors ?? [])
            report(error);
        return new CaptionFileContent(captions, captions is not { IsPipe: true } && !IsDevice(file));
    }

    /// <summary>Fails where a file with content holds no captions, once that has been stored.</summary>
    /// <exception cref="ClipException">It holds none.</exception>
    public void RequireCaptions()
    {
        if (Captions is { Records.Count: 0 })
            throw Captions.NoCaptions();
    }

    private static bool IsDevice(string file) =>
        file.StartsWith("/dev/", StringComparison.Ordinal) || file.StartsWith("/proc/", StringComparison.Ordinal);

    private static ClipException NotAFile(string file, FileKind kind) => kind == FileKind.Folder
        ? new(file, "is a folder, not a caption file, in spite of its name", "rename it")
        : new(
            file, "is no ordinary file, so no captions are read from it", "give it as a caption file, or rename it");
}
