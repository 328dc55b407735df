using Clip.Files;

namespace Clip.Captions;

/// <summary>
/// The captions of a file in one of the usual formats (<see cref="CaptionFormat"/>). The format is recognized by
/// content; the extension of the file name decides only if the content is ambiguous.
/// </summary>
/// <remarks>
/// Text is UTF-8, or UTF-16 or UTF-32 with a byte order mark; lines end with LF, CR LF or CR. A line that cannot be
/// read becomes one error and does not affect the others. Immutable and thread-safe.
/// </remarks>
internal sealed class CaptionFile
{
    /// <summary>The largest file that is read, in bytes: 2 GiB.</summary>
    public const long MaxBytes = 2L << 30;

    /// <summary>The longest line, CSV row or JSON element that is read, in bytes of UTF-8: 1 MiB.</summary>
    public const int MaxLineBytes = 1 << 20;

    /// <summary>
    /// The number of bad lines that are reported individually; one more error reports the number of the others.
    /// </summary>
    public const int MaxErrors = 1000;

    private CaptionFile(string path, CaptionFormat format, CaptionCollector found, bool isPipe)
    {
        Path = path;
        IsPipe = isPipe;
        Format = format;
        Records = found.Records;
        Errors = found.Errors;
    }

    /// <summary>The path, unchanged.</summary>
    public string Path { get; }

    /// <summary>The recognized format.</summary>
    public CaptionFormat Format { get; }

    /// <summary>The captions in the order of the file (COCO: of its annotations).</summary>
    public IReadOnlyList<CaptionRecord> Records { get; }

    /// <summary>
    /// The errors of single lines, in the order of the file; the subject of each is <c>path:line</c>.
    /// </summary>
    public IReadOnlyList<ClipException> Errors { get; }

    /// <summary>Whether it was a pipe, which cannot be read again.</summary>
    internal bool IsPipe { get; }

    /// <summary>Reads a whole caption file.</summary>
    /// <param name="path">The file; a pipe is read too.</param>
    /// <param name="cancellationToken">Stops reading between two lines.</param>
    /// <exception cref="ClipException">
    /// The file is missing, unreadable, too large, empty, not text, or has no column or property with captions.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static CaptionFile Read(string path, CancellationToken cancellationToken = default)
    {
        var file = ReadAny(path, cancellationToken);
        return file.Records.Count > 0 ? file : throw file.NoCaptions();
    }

    /// <summary>Reads a whole caption file, which may hold no captions.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static CaptionFile ReadAny(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0'))
            throw new ClipException(path, "is not a path", "leave out the null character");
        var found = new CaptionCollector(path, cancellationToken);
        try
        {
            var source = CaptionSource.Open(path);
            var layout = CaptionLayout.Recognize(path, source.ReadSample());
            switch (layout.Format)
            {
                case CaptionFormat.Json:
                    JsonCaptions.ReadDocument(source, found);
                    break;
                case CaptionFormat.JsonLines:
                    JsonCaptions.ReadLines(source, found);
                    break;
                case CaptionFormat.Delimited:
                    DelimitedCaptions.Read(source, layout, found);
                    break;
                default:
                    LineCaptions.Read(source, layout.Format, found);
                    break;
            }

            return new CaptionFile(path, layout.Format, found, source.IsPipe);
        }
        catch (UnauthorizedAccessException error) when (Directory.Exists(path))
        {
            throw new ClipException(
                path, "is a folder, not a caption file", "name the file in it that holds the captions", error);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(path, error);
        }
    }

    /// <summary>The error that the file holds no captions.</summary>
    internal ClipException NoCaptions()
    {
        var problem = "holds no captions";
        if (Errors is [var first, ..])
            problem += $" (first error: line {first.Subject[(Path.Length + 1)..]} {first.Problem})";
        return new ClipException(
            Path, problem, "give a file with a caption on each line, or CSV, JSON Lines or COCO JSON");
    }
}
